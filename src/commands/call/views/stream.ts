import type { Writable } from "node:stream";
import { PluginError } from "../../../errors.ts";
import type { Page } from "../../../render/page.ts";
import type { Called } from "../called.ts";
import { timingsOf } from "../collect-answer.ts";
import type { CallFact } from "../facts.ts";
import type { Shown } from "../run-of.ts";
import { bodyWriter } from "../write-body.ts";
import { type GatheredWrites, gatherWrites } from "./gather-writes.ts";
import { responseOutput } from "./responses.ts";
import { SECTIONS } from "./sections.ts";
import { timingTree } from "./timings.ts";

/** Prints a call while it runs. */
type StreamView = Pick<GatheredWrites, "room" | "flush"> & {
	readonly show: (fact: CallFact) => void;
	/** Why a response could not be printed. Undefined: all could. */
	readonly undecodable: () => string | undefined;
};

/**
 * Returns the view of one call on `out`: responses as they arrive, and with -v what grpcurl prints around them.
 * @throws PluginError `usage`
 */
export function streamView(
	run: Shown,
	called: Called,
	out: Writable,
): StreamView {
	const { plan } = run;
	const { method, schema } = called.known;
	const place = placeOf(run, out);
	const toOutput = bodyWriter(method.output, {
		...plan.writing,
		registry: schema.registry,
		layout: "lines",
	});
	const sections = plan.detail !== "responses";
	let undecodable: string | undefined;
	let firstResponseMs: number | null = null;
	const { add, room, flush } = gatherWrites(out);
	return {
		undecodable: () => undecodable,
		room,
		flush,
		show(fact) {
			switch (fact.kind) {
				case "headers":
					if (!sections) return;
					add(SECTIONS.method(method, schema.registry));
					add(SECTIONS.sent(plan.call.metadata ?? []));
					add(SECTIONS.headers(fact.metadata));
					return;
				case "response": {
					const written = toOutput(fact.body);
					if (written.kind === "undecodable") undecodable ??= written.reason;
					const output = responseOutput(
						written,
						plan.format,
						place,
						firstResponseMs === null ? "first" : "later",
					);
					firstResponseMs ??= fact.atMs;
					if (plan.detail === "measured") add(SECTIONS.size(fact.body.length));
					if (sections) add(SECTIONS.contents);
					if (output !== undefined) add(output);
					return;
				}
				case "end":
					if (!sections) return;
					add(SECTIONS.trailers(fact.trailers));
					add(SECTIONS.counts(fact.sent, fact.received));
					if (plan.detail === "measured")
						add(
							timingTree(timingsOf(called.steps, firstResponseMs, fact.atMs)),
						);
			}
		},
	};
}

/** Returns where responses go. @throws PluginError `usage` for binary ones to a terminal */
function placeOf({ plan, page, context }: Shown, out: Writable): Page {
	const place: Page =
		out === context.stdout ? page : { kind: "pipe", colour: "plain" };
	if (plan.format === "binary" && place.kind === "terminal")
		throw new PluginError(
			"usage",
			"binary responses would spoil the terminal",
			{ hint: ["--output-file FILE, or a pipe, takes them"] },
		);
	return place;
}
