import type { Metadata } from "../grpc/channel.ts";
import { openReflection } from "../grpc/reflection.ts";
import type { PodTarget } from "../kubernetes/target.ts";
import { reflectionSource } from "../schema/reflection/reflection-source.ts";
import type { Schema } from "../schema/schema.ts";
import { abortableSource } from "../schema/source/abortable-source.ts";
import type { OpenChannelTo } from "./reach.ts";

/** How pods are asked for their schemas. */
export type SchemaQuestions = {
	readonly metadata: Metadata;
	/** Milliseconds for each question. */
	readonly rpcTimeoutMs: number;
	readonly concurrency: number;
};

/** Asks one pod or address out of several for everything that it serves, over a channel of its own. @throws PluginError */
export async function wholeSchema(
	target: PodTarget,
	open: OpenChannelTo,
	{ metadata, rpcTimeoutMs }: SchemaQuestions,
	signal: AbortSignal,
): Promise<Schema> {
	const channel = await open(target, signal);
	try {
		const session = openReflection(channel, {
			deadlineMs: rpcTimeoutMs,
			metadata,
			signal,
		});
		try {
			return await abortableSource(
				reflectionSource(session),
				signal,
			).everything();
		} finally {
			session.close();
		}
	} finally {
		channel.close();
	}
}
