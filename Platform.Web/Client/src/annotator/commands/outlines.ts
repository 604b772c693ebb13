import { toScreen } from '../camera.js';
import { carriedOver } from '../attributes.js';
import { deleteEdits, takesShape } from '../edits.js';
import type { Engine } from '../engine.js';
import { polygonArea, subtract } from '../geometry/clip.js';
import { converted } from '../geometry/convert.js';
import { union } from '../geometry/math.js';
import type { MirrorAxis } from '../geometry/transform.js';
import { vouched, type Annotation, type AnnotatorClass, type Geometry, type PolygonGeometry, type ShapeType } from '../model.js';
import { pieceOf } from '../newAnnotation.js';
import { withDirectionReversed } from '../shapes/outlineEdits.js';
import { boundsOfAnnotation, shapeOf } from '../shapes/registry.js';
import type { Edit } from '../store.js';
import { toolDefinitions } from '../tools/registry.js';
import { convertTrack } from '../video/trackEdits.js';
import { menuOfSelection } from './objectMenu.js';
import type { CommandTable } from './table.js';

/** What is done to the outlines of the selected shapes as a whole. */
export function outlineCommands(engine: Engine): CommandTable {
  /** The selection where a person may change it; says so where there is nothing. */
  function subjects(fits: (annotation: Annotation) => boolean): Annotation[] {
    const fitting = engine.readOnly ? [] : engine.actions.unlocked().filter(fits);
    if (fitting.length === 0) {
      engine.notify(engine.readOnly ? 'readOnly' : 'selectFirst');
    }
    return fitting;
  }

  function change(edits: readonly Edit[]): void {
    engine.edit(edits);
    engine.selection.replace(edits.filter(({ after }) => after).map(({ id }) => id));
  }

  function takeUp(tool: string, fits: (annotation: Annotation) => boolean): void {
    if (subjects(fits).length > 0) {
      engine.setTool(tool);
    }
  }

  function redraw(): void {
    const [shape] = engine.selected();
    const tool = toolDefinitions.find(({ draws }) => shape !== undefined && draws?.includes(shape.type ?? 'tag'));
    if (subjects(() => true).length > 0 && shape && tool) {
      engine.setTool(tool.id);
      engine.redraw.begin(shape);
      engine.notify('redrawing', engine.palette.look(shape.classId).name);
    }
  }

  function mirror(axis: string): void {
    const shapes = subjects(annotation => shapeOf(annotation)?.mirror !== undefined);
    if (shapes.length > 0) {
      const around = shapes.map(annotation => boundsOfAnnotation(annotation)!).reduce(union);
      const about = { x: around.x + around.width / 2, y: around.y + around.height / 2 };
      change(shapes.map(annotation => ({ id: annotation.id, after: vouched({ ...annotation, geometry: shapeOf(annotation)!.mirror!(annotation.geometry, axis as MirrorAxis, about, engine.classSet.get(annotation.classId)?.keypoints) }) })));
    }
  }

  function reverse(): void {
    const reversed = subjects(annotation => shapeOf(annotation)?.withOutline !== undefined).flatMap(annotation => withDirectionReversed(annotation) ?? []);
    if (reversed.length > 0) {
      change(reversed.map(annotation => ({ id: annotation.id, after: vouched(annotation) })));
    }
  }

  function join(): void {
    const shapes = subjects(annotation => shapeOf(annotation)?.join !== undefined);
    const [first, ...others] = shapes;
    if (!first) {
      return;
    }
    if (others.length === 0 || others.some(({ classId, type }) => classId !== first.classId || type !== first.type)) {
      engine.notify('joinOneClass');
      return;
    }
    const geometry = shapeOf(first)!.join!(shapes.map(annotation => annotation.geometry), engine.image);
    if (geometry) {
      change([{ id: first.id, after: vouched({ ...first, geometry }) }, ...deleteEdits(others)]);
      engine.selection.replace([first.id]);
    } else {
      engine.notify('joinMustTouch');
    }
  }

  function cutOut(): void {
    const polygons = subjects(({ type }) => type === 'polygon').sort((a, b) => areaOf(b) - areaOf(a));
    const [largest, ...others] = polygons;
    if (!largest) {
      return;
    }
    if (others.length === 0) {
      engine.notify('cutOutNeedsTwo');
      return;
    }
    const [rest, ...pieces] = subtract(largest.geometry as PolygonGeometry, others.map(({ geometry }) => geometry as PolygonGeometry));
    if (!rest) {
      engine.notify('nothingWouldBeLeft');
      return;
    }
    const added = pieces.map(geometry => pieceOf(largest, geometry));
    change([{ id: largest.id, after: vouched({ ...largest, geometry: rest }) }, ...added.map(after => ({ id: after.id, after })), ...deleteEdits(others)]);
    engine.selection.replace([largest.id, ...added.map(({ id }) => id)]);
  }

  function convert(to: ShapeType): void {
    const shapes = subjects(annotation => annotation.type !== null && converted(annotation.type, annotation.geometry, to, engine.image) !== undefined);
    if (shapes.length === 0) {
      return;
    }
    const takers = engine.classes.filter(candidate => takesShape(candidate, to));
    const stays = shapes.every(({ classId }) => takers.some(({ id }) => id === classId));
    if (takers.length === 0) {
      engine.notify('noClassForShape', engine.text(`shape_${to}`));
    } else if (stays) {
      convertTo(shapes, to, undefined);
    } else if (takers.length === 1) {
      convertTo(shapes, to, takers[0]);
    } else {
      engine.menu(middleOf(shapes), takers.map(taker => ({ text: taker.name, color: engine.palette.look(taker.id).color, run: () => convertTo(shapes, to, taker) })));
    }
  }

  /** Without a target each shape keeps its class. The first piece stays the object that it was; a track becomes another kind on all of its keyframes. */
  function convertTo(shapes: readonly Annotation[], to: ShapeType, target: AnnotatorClass | undefined): void {
    const labelled = <T extends Annotation>(shape: T): T => (target && target.id !== shape.classId ? carriedOver({ ...shape, classId: target.id }, engine.classSet.get(shape.classId), target) : shape);
    const { video } = engine;
    const singles = shapes.filter(shape => !video?.objects.book.has(shape.id));
    const tracks = shapes.filter(shape => video?.objects.book.has(shape.id))
      .map(({ id, type }) => convertTrack(video!.objects.book.keyframes(id), to, geometry => converted(type!, geometry, to, engine.image) ?? []));
    if (tracks.includes(undefined)) {
      engine.notify('trackNotConverted');
      return;
    }
    const edits = singles.flatMap(shape => (converted(shape.type!, shape.geometry, to, engine.image) ?? []).map((geometry, i) => convertedEdit(labelled(shape), to, geometry, i)));
    const keyframes = tracks.flatMap(keyframe => keyframe ?? []).map(keyframe => ({ id: keyframe.id, after: labelled(keyframe) }));
    if (edits.length + keyframes.length === 0) {
      engine.notify('nothingToConvert');
    } else if (video && keyframes.length > 0) {
      video.edit([...engine.objects.toStored(edits), ...keyframes]);
    } else {
      change(edits);
    }
    if (edits.length > singles.length) {
      engine.notify('cutIntoPieces', edits.length);
    }
  }

  function middleOf(shapes: readonly Annotation[]): { x: number; y: number } {
    const { x, y, width, height } = shapes.map(shape => boundsOfAnnotation(shape)!).reduce(union);
    return toScreen(engine.camera, { x: x + width / 2, y: y + height / 2 });
  }

  return {
    redraw,
    mirror,
    reverse,
    join,
    cutOut,
    convert: to => convert(to as ShapeType),
    slice: () => engine.setTool('slice'),
    simplify: () => takeUp('simplify', annotation => shapeOf(annotation)?.withOutline !== undefined),
    transform: () => takeUp('transform', annotation => shapeOf(annotation)?.transform !== undefined),
    toggleSnap: () => {
      engine.drawSettings.set({ snap: !engine.drawSettings.snap });
      engine.notify(engine.drawSettings.snap ? 'snapOn' : 'snapOff');
    },
    // Opened by the secondary button at a point of the stage, or by key in the middle of the selection.
    objectMenu: argument => {
      const selected = engine.selected();
      const [x, y] = argument.split(',').map(Number);
      if (selected.length > 0) {
        engine.menu(argument === '' ? middleOf(selected) : { x: x!, y: y! }, menuOfSelection(engine, selected));
      }
    },
  };
}

function convertedEdit(shape: Annotation, type: ShapeType, geometry: Geometry, piece: number): Edit {
  const changed = { ...shape, type, geometry };
  const after = piece === 0 ? vouched(changed) : pieceOf(changed, geometry);
  return { id: after.id, after };
}

function areaOf({ geometry }: Annotation): number {
  return polygonArea(geometry as PolygonGeometry);
}
