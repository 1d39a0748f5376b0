import type { ReflectionSession } from "../grpc/reflection.ts";
import { cachedSource, type Listing } from "../schema/cache/cached-source.ts";
import type { SchemaSlot } from "../schema/cache/slot.ts";
import {
	type ProtoFiles,
	protoFilesSource,
} from "../schema/proto-files/proto-files-source.ts";
import { protosetSource } from "../schema/protoset/protoset-source.ts";
import { createOwnDescriptions } from "../schema/reflection/own-services.ts";
import { reflectionSource } from "../schema/reflection/reflection-source.ts";
import type { SchemaSource } from "../schema/schema.ts";
import { abortableSource } from "../schema/source/abortable-source.ts";
import { joinedSource } from "../schema/source/joined-source.ts";
import { mixedSource } from "../schema/source/mixed-source.ts";
import type { SchemaBuilder } from "../schema/source/schema-builder.ts";
import type { FlagValues } from "./flags.ts";
import { hasSchemaFiles } from "./schema-contradictions.ts";
import type { SCHEMA_FLAGS } from "./schema-flags.ts";

type Values = FlagValues<typeof SCHEMA_FLAGS>;

/** A server that is asked for its schema. */
export type ServerSchema = {
	/** The caller closes it. */
	readonly session: ReflectionSession;
	/** Where the schema is kept between runs. A caller removes it when the server's answers do not fit the kept schema. */
	readonly slot?: SchemaSlot | undefined;
	readonly listing?: Listing;
	/** Makes schemas from the server's answers. */
	readonly builder: SchemaBuilder;
	/** Receives a line about each service that this program describes because the server does not. */
	readonly tell: (line: string) => void;
};

/** Opens the schema that the flags select. A question ends when the signal aborts. */
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
	{ session, slot, listing, builder, tell }: ServerSchema,
): SchemaSource {
	const ownDescriptions = createOwnDescriptions(tell);
	const asked = reflectionSource(session, builder, ownDescriptions);
	const server =
		slot === undefined
			? asked
			: cachedSource(asked, slot, { builder, ownDescriptions, listing });
	return hasSchemaFiles(values)
		? mixedSource([server, fileSource(values)])
		: server;
}

/**
 * Opens the schema of the files that flags name. A question ends when the signal aborts.
 * @param copies the files to read in place of import paths
 */
export function openFiles(
	values: Values,
	signal: AbortSignal,
	copies?: ReadonlyMap<string, string>,
): SchemaSource {
	return abortableSource(fileSource(values, copies), signal);
}

/** Returns the .proto files that flags name, and the folders to look in. */
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
