import type { Metadata } from "../grpc/channel.ts";
import { keepConnection } from "../grpc/kept-connection.ts";
import { openReflection } from "../grpc/reflection.ts";
import type { PodTarget } from "../kubernetes/target.ts";
import { reflectionSource } from "../schema/reflection/reflection-source.ts";
import type { Schema } from "../schema/schema.ts";
import { abortableSource } from "../schema/source/abortable-source.ts";
import {
	type SchemaBuilder,
	sharedSchemaBuilder,
} from "../schema/source/schema-builder.ts";
import type { OpenChannelTo } from "./connect.ts";
import type { FlagValues } from "./flags.ts";
import { metadataOf } from "./metadata.ts";
import type { READ_SCHEMA_FLAGS } from "./read-schema-flags.ts";
import type { TRANSPORT_FLAGS } from "./transport-flags.ts";

/** How to ask pods for their schemas. */
export type SchemaQuestions = {
	readonly metadata: Metadata;
	/** Milliseconds for each question. */
	readonly rpcTimeoutMs: number;
	readonly concurrency: number;
	/** Makes schemas from their answers. */
	readonly builder: SchemaBuilder;
};

/** Returns the questions that the flags select. @throws PluginError as {@link metadataOf} */
export function schemaQuestionsOf(
	flags: FlagValues<typeof READ_SCHEMA_FLAGS & typeof TRANSPORT_FLAGS>,
): SchemaQuestions {
	return {
		metadata: metadataOf(flags.header),
		rpcTimeoutMs: flags["rpc-timeout"],
		concurrency: flags.concurrency,
		builder: sharedSchemaBuilder(),
	};
}

/** Asks one of several pods or addresses for everything that it serves, over its own connection. @throws PluginError */
export async function wholeSchema(
	target: PodTarget,
	open: OpenChannelTo,
	{ metadata, rpcTimeoutMs, builder }: SchemaQuestions,
	signal: AbortSignal,
): Promise<Schema> {
	const { take, close } = keepConnection(() => open(target, signal));
	try {
		const session = openReflection(take, {
			deadlineMs: rpcTimeoutMs,
			metadata,
			signal,
		});
		try {
			return await abortableSource(
				reflectionSource(session, builder),
				signal,
			).everything();
		} finally {
			session.close();
		}
	} finally {
		close();
	}
}
