import type { V1EndpointSlice } from "@kubernetes/client-node";
import type { SlicesNow } from "../source/pod-source.ts";
import { podNames } from "../source/selectorless-service.ts";

/** Which pods the slices of a Service without a selector name, while they change. */
export type SliceNaming = {
	/** The slices that were taken last. */
	readonly now: SlicesNow;
	/** The signal that aborts when other pods, or other ports, are named than now. */
	readonly renamed: () => AbortSignal;
	/** Takes all slices as they are now; `renamed` when the signal has aborted by it. */
	readonly take: (slices: readonly V1EndpointSlice[]) => "renamed" | "same";
};

/** Starts with these slices. */
export function sliceNaming(start: readonly V1EndpointSlice[]): SliceNaming {
	let taken = start;
	let named = namedBy(start);
	let controller = new AbortController();
	return {
		now: () => taken,
		renamed: () => controller.signal,
		take(slices) {
			taken = slices;
			const now = namedBy(slices);
			if (now === named) return "same";
			named = now;
			controller.abort();
			controller = new AbortController();
			return "renamed";
		},
	};
}

/** The same text for the same pods and ports. */
function namedBy(slices: readonly V1EndpointSlice[]): string {
	const ports = slices.flatMap((slice) =>
		(slice.ports ?? []).map(({ name = "", port }) => `${name}:${port}`),
	);
	return [...podNames(slices), ...new Set(ports)].toSorted().join();
}
