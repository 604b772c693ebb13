// The few members of node's test runner that these tests use; @types/node would be a second package for four functions.
declare module 'node:test' {
  export function test(name: string, body: () => void | Promise<void>): void;
  export function describe(name: string, body: () => void): void;
  export function beforeEach(body: () => void | Promise<void>): void;
}
declare module 'node:assert/strict' {
  interface Assert {
    (value: unknown, message?: string): asserts value;
    equal(actual: unknown, expected: unknown, message?: string): void;
    notEqual(actual: unknown, expected: unknown, message?: string): void;
    deepEqual(actual: unknown, expected: unknown, message?: string): void;
    ok(value: unknown, message?: string): asserts value;
    throws(body: () => unknown): void;
  }
  const assert: Assert;
  export default assert;
}
declare const process: { readonly env: Readonly<Record<string, string | undefined>> };
declare function setImmediate(action: () => void): void;
declare module 'node:fs' {
  export function writeFileSync(path: string, text: string): void;
  export function readFileSync(path: string | URL, encoding: 'utf8'): string;
}
declare module 'node:path' {
  export function dirname(path: string): string;
  export function join(...parts: string[]): string;
}
declare module 'node:url' {
  export function fileURLToPath(url: string): string;
}
