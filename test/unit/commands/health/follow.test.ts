import { expect, onTestFinished, test } from "vitest";
import { followHealth } from "../../../../src/commands/health/follow.ts";
import type { Questions } from "../../../../src/commands/health/questions.ts";
import { PluginError } from "../../../../src/errors.ts";
import type { PodEvent, PodTarget } from "../../../../src/kubernetes/target.ts";
import { CHOSEN, target } from "./build.ts";

const QUESTIONS = { concurrency: 1 } as unknown as Questions;

/** Follows these events, whose pods refuse connections. Returns the ports that were dialled, as soon as there are `count`. */
async function portsDialled(events: readonly PodEvent[], count: number) {
	const ending = new AbortController();
	onTestFinished(() => ending.abort());
	const dialled: unknown[] = [];
	const open = async ({ port }: PodTarget) => {
		dialled.push(port.kind === "chosen" ? port.port : undefined);
		throw new PluginError("connection-refused", "refused");
	};
	async function* told() {
		yield* events;
		await new Promise(() => {});
	}
	const facts = followHealth(told(), QUESTIONS, open, ending.signal);
	for await (const fact of facts)
		if (fact.kind === "unreachable" && dialled.length >= count) break;
	return dialled;
}

const appeared = (port: number): PodEvent => ({
	type: "appeared",
	target: target("a", { port: { ...CHOSEN, port } }),
});

test("a pod whose port has changed is dialled there, and its old connection is closed", async () => {
	const events: PodEvent[] = [
		appeared(50051),
		{ ...appeared(50052), type: "changed" } as PodEvent,
	];
	expect((await portsDialled(events, 2)).slice(0, 2)).toEqual([50051, 50052]);
});

test("a target that becomes an alias is reported, and its pods are followed on", async () => {
	const ending = new AbortController();
	onTestFinished(() => ending.abort());
	async function* told(): AsyncGenerator<PodEvent> {
		yield { type: "refused", error: new PluginError("target", "an alias") };
		yield appeared(50051);
		await new Promise(() => {});
	}
	const open = async () => {
		throw new PluginError("connection-refused", "refused");
	};
	const facts = followHealth(told(), QUESTIONS, open, ending.signal);
	expect((await facts.next()).value).toEqual({
		kind: "targets-interrupted",
		failure: { code: "target", message: "an alias", hint: [] },
	});
	expect((await facts.next()).value).toMatchObject({ kind: "target" });
});
