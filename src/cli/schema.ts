import type { ReflectionSession } from "../grpc/reflection.ts";
import { cachedSource, type Listing } from "../schema/cache/cached-source.ts";
import type { SchemaSlot } from "../schema/cache/slot.ts";
import {
	type ProtoFiles,
	protoFilesSource,
} from "../schema/proto-files/proto-files-source.ts";
import { protosetSource } from "../schema/protoset/protoset-source.ts";
import { lendingTold } from "../schema/reflection/own-services.ts";
import { reflectionSource } from "../schema/reflection/reflection-source.ts";
import type { SchemaSource } from "../schema/schema.ts";
import { abortableSource } from "../schema/source/abortable-source.ts";
import { joinedSource } from "../schema/source/joined-source.ts";
import { mixedSource } from "../schema/source/mixed-source.ts";
import type { SchemaMaking } from "../schema/source/schema-making.ts";
import type { FlagValues } from "./flags.ts";
import { hasSchemaFiles } from "./schema-contradictions.ts";
import type { SCHEMA_FLAGS } from "./schema-flags.ts";

type Values = FlagValues<typeof SCHEMA_FLAGS>;

/** A server that is asked for its schema. */
type ServerSchema = {
	/** Closing it is the caller's. */
	readonly session: ReflectionSession;
	/** Where the schema is kept between runs; a caller to whom the server answers as if it were wrong removes it. */
	readonly slot?: SchemaSlot | undefined;
	readonly listing?: Listing;
	/** What becomes of what it sends. */
	readonly making: SchemaMaking;
	/** Gets a line about each service that is described in the server's place. */
	readonly tell: (line: string) => void;
};

/** Where the flags say that the schema comes from. Nobody waits for it any longer when the signal aborts. */
export function openSchema(
	values: Values,
	server: ServerSchema,
	signal: AbortSignal,
): SchemaSource {
	return abortableSource(
		values.reflection === "off"
			? fileSource(values)
			: serverSource(values, server),
		signal,
	);
}

function serverSource(
	values: Values,
	{ session, slot, listing, making, tell }: ServerSchema,
): SchemaSource {
	const lending = lendingTold(tell);
	const asked = reflectionSource(session, making, lending);
	const server =
		slot === undefined
			? asked
			: cachedSource(asked, slot, { making, lending, listing });
	return hasSchemaFiles(values)
		? mixedSource([server, fileSource(values)])
		: server;
}

/**
 * The schema of the files that flags name. Nobody waits for it any longer when the signal aborts.
 * @param copies what is read in the place of an import path
 */
export function openFiles(
	values: Values,
	signal: AbortSignal,
	copies?: ReadonlyMap<string, string>,
): SchemaSource {
	return abortableSource(fileSource(values, copies), signal);
}

/** The .proto files that flags name, and where they are looked for. */
export function protoFilesOf(values: Values): ProtoFiles {
	return { protos: values.proto, importPaths: values["import-path"] };
}

function fileSource(
	values: Values,
	copies: ReadonlyMap<string, string> = new Map(),
): SchemaSource {
	const sources = [
		...(values.protoset.length > 0
			? [{ flag: "--protoset", source: protosetSource(values.protoset) }]
			: []),
		...(values.proto.length > 0
			? [
					{
						flag: "--proto",
						source: protoFilesSource({ ...protoFilesOf(values), copies }),
					},
				]
			: []),
	];
	const [only, ...others] = sources;
	return only !== undefined && others.length === 0
		? only.source
		: joinedSource(sources);
}
