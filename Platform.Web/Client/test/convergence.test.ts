import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Annotation, ChangeRequest } from '../src/annotator/model.js';
import type { PutResult } from '../src/annotator/protocol.js';
import { AssetSession } from '../src/annotator/session.js';
import { box, FakeScheduler, FakeServer, FakeStorage, random, settle, type FakeJournal } from './builders.js';

const Runs = 2500;
const Steps = 50;

/**
 * Every version of a shape carries a token of its own. A person who edits a shape has seen the token that they replace, so at the end
 * the server must hold the tokens that nobody replaced, each once: fewer is lost work, more is a duplicate or a resurrection. Only a
 * version that arrived without its author hearing of it may come back, with a question, after somebody else changed it: its author
 * cannot know that it had arrived.
 */
class Tokens {
  private last = 0;
  private readonly alive = new Set<number>();

  next(): number {
    this.alive.add(++this.last);
    return this.last;
  }

  replace(annotation: Annotation): void {
    this.alive.delete(tokenOf(annotation));
  }

  assertHeld(held: readonly number[], unheardOf: ReadonlySet<number>, message: string): void {
    assert.deepEqual([...this.alive].filter(token => !held.includes(token)), [], `${message}: lost`);
    assert.deepEqual(held.filter((token, i) => held.indexOf(token) !== i), [], `${message}: twice`);
    assert.deepEqual(held.filter(token => !this.alive.has(token) && !unheardOf.has(token)), [], `${message}: resurrected`);
  }
}

/** A server behind a bad line: requests get lost, answers get lost, and some requests arrive only after their sender gave up. */
class UnreliableServer extends FakeServer {
  late: (() => boolean) | null = null;
  /** Tokens that were sent in requests without an answer. */
  readonly unheardOf = new Set<number>();
  private readonly delayed = new Map<string, () => Promise<PutResult>>();

  async putFrom(client: string, request: ChangeRequest): Promise<PutResult> {
    // One connection delivers in order: what was late is there before what comes after it.
    await this.deliver(client);
    if (this.late?.()) {
      this.delayed.set(client, () => super.put('asset', request));
    }
    const result: PutResult = this.delayed.has(client) ? { kind: 'unreachable', signedOut: false } : await super.put('asset', request);
    if (result.kind === 'unreachable') {
      request.upserts.forEach(annotation => this.unheardOf.add(tokenOf(annotation)));
    }
    return result;
  }

  async deliver(client: string): Promise<void> {
    const delayed = this.delayed.get(client);
    this.delayed.delete(client);
    await delayed?.();
  }
}

/** A person with one browser, in which tabs come and go. */
class Person {
  readonly tabs: { session: AssetSession; journal: FakeJournal }[] = [];
  private readonly storage = new FakeStorage();
  private opened = 0;

  constructor(readonly name: string, private readonly server: UnreliableServer, private readonly clock: FakeScheduler) {}

  async openTab(): Promise<void> {
    const journal = this.storage.openPage();
    const client = `${this.name}${++this.opened}`;
    const api = { get: () => this.server.get(), put: (_: string, request: ChangeRequest) => this.server.putFrom(client, request) };
    const result = await AssetSession.open('asset', api, journal, this.clock);
    if (result.kind === 'opened') {
      this.tabs.push({ session: result.session, journal });
    } else {
      journal.kill();
    }
  }

  killTab(index: number): void {
    const [tab] = this.tabs.splice(index, 1);
    tab?.session.queue.stop();
    tab?.journal.kill();
  }

  get unsaved(): number {
    return this.storage.items().length;
  }
}

class World {
  readonly clock = new FakeScheduler();
  readonly tokens = new Tokens();
  readonly server: UnreliableServer;
  readonly people: Person[];
  private ids = 0;

  constructor(private readonly next: () => number) {
    this.server = new UnreliableServer([1, 2, 3, 4].map(i => this.shape(`s${i}`)));
    this.server.recogniseRepeats = true;
    this.people = ['ann', 'bob'].map(name => new Person(name, this.server, this.clock));
  }

  async run(): Promise<void> {
    await Promise.all(this.people.map(person => person.openTab()));
    for (let step = 0; step < Steps; step++) {
      await this.step();
    }
    await this.heal();
  }

  assertNothingLost(message: string): void {
    this.tokens.assertHeld([...this.server.records.values()].map(tokenOf), this.server.unheardOf, message);
    const atServer = contents(this.server.records.values());
    for (const person of this.people) {
      assert.equal(person.unsaved, 0, `${message}: ${person.name}'s journal`);
      for (const { session } of person.tabs) {
        assert.deepEqual(contents(session.store.all()), atServer, `${message}: ${person.name} sees something else`);
        assert.equal(session.queue.status.state, 'saved', message);
      }
    }
  }

  private async step(): Promise<void> {
    const { server, next } = this;
    const person = this.people[this.pick(this.people.length)]!;
    const tab = person.tabs[this.pick(person.tabs.length)];
    const dice = next();
    if (dice < 0.45 && tab) {
      this.edit(tab.session);
    } else if (dice < 0.75) {
      await this.clock.advance(next() * 1500);
    } else if (dice < 0.8) {
      server.lostAnswers = 1;
    } else if (dice < 0.85) {
      server.down = !server.down;
    } else if (dice < 0.89) {
      server.late = next() < 0.5 ? () => next() < 0.3 : null;
    } else if (dice < 0.92) {
      server.refuses = next() < 0.5 ? annotation => tokenOf(annotation) % 7 === 0 : () => false;
    } else if (dice < 0.95) {
      await tab?.session.queue.refresh();
    } else if (dice < 0.98) {
      person.killTab(this.pick(person.tabs.length));
    } else if (person.tabs.length < 2) {
      await person.openTab();
    }
    await settle();
  }

  private edit({ store }: AssetSession): void {
    const all = [...store.all()];
    const dice = this.next();
    const count = dice < 0.2 ? 3 : 1;
    const targets = new Set(Array.from({ length: count }, () => all[this.pick(all.length)]).filter(target => target !== undefined));
    if (dice > 0.75 || targets.size === 0) {
      const id = `n${++this.ids}`;
      store.apply([{ id, after: this.shape(id) }], 'local');
      return;
    }
    store.apply([...targets].map(target => {
      this.tokens.replace(target);
      return { id: target.id, after: this.next() < 0.25 ? undefined : { ...target, attributes: { token: this.tokens.next() } } };
    }), 'local');
  }

  /** The weather clears up; everybody comes back and looks. */
  private async heal(): Promise<void> {
    const { server } = this;
    server.down = false;
    server.lostAnswers = 0;
    server.late = null;
    server.refuses = () => false;
    for (let round = 0; round < 4; round++) {
      for (const person of this.people) {
        await person.openTab();
        for (const { session } of person.tabs) {
          await session.queue.retry();
        }
        await this.clock.advance(20_000);
      }
      for (const { session } of this.people.flatMap(person => person.tabs)) {
        await session.queue.refresh();
      }
      await this.clock.advance(20_000);
    }
  }

  private shape(id: string): Annotation {
    return box(id, 10, 10, 20, 20, { attributes: { token: this.tokens.next() } });
  }

  private pick(count: number): number {
    return Math.floor(this.next() * count);
  }
}

function tokenOf(annotation: Annotation): number {
  return (annotation.attributes as { token: number }).token;
}

function contents(annotations: Iterable<Annotation>): string[] {
  return [...annotations].map(({ id, classId, geometry, attributes }) => JSON.stringify({ id, classId, geometry, attributes })).sort();
}

test('Edits_LostAnswersKilledTabsConflictsRefusalsReplays_ConvergeWithNothingLost', async () => {
  const only = process.env['SEED'];
  for (const seed of only ? [Number(only)] : Array.from({ length: Runs }, (_, i) => i + 1)) {
    const world = new World(random(seed));
    await world.run();
    world.assertNothingLost(`seed ${seed}`);
  }
});
