import { expect, test } from "vitest";
import { timingTree } from "../../../../../src/commands/call/views/timings.ts";

const TIMINGS = {
	resolveMs: 10,
	tunnelMs: 20,
	tlsMs: 5,
	settingsMs: 1,
	schemaMs: 4,
	firstResponseMs: 8,
	callMs: 12,
};

test("the steps add up to the whole", () => {
	expect(timingTree(TIMINGS)).toBe(`
Timing: 52ms
  resolve target: 10ms
  connect: 26ms
    tunnel: 20ms
    TLS: 5.0ms
    HTTP/2 settings: 1.0ms
  schema: 4.0ms
  call: 12ms
    first response: 8.0ms
    then trailers: 4.0ms
`);
});

test("what was not done is left out", () => {
	const tree = timingTree({ ...TIMINGS, tlsMs: null, firstResponseMs: null });
	expect(tree).not.toMatch(/TLS|first response/);
	expect(tree).toContain("    then trailers: 12ms\n");
});
