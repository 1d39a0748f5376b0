import type { DescMethod } from "@bufbuild/protobuf";
import { exportSchemas, wantsExport } from "../../cli/export-schema.ts";
import { openFiles, openSchema, type ServerSchema } from "../../cli/schema.ts";
import { schemaKeyOf, schemaSlotOf } from "../../cli/schema-cache.ts";
import { hasSchemaFiles } from "../../cli/schema-contradictions.ts";
import { toPluginError } from "../../errors.ts";
import type { KeptConnection } from "../../grpc/kept-connection.ts";
import { openReflection } from "../../grpc/reflection.ts";
import type { PodTarget } from "../../kubernetes/target.ts";
import { growingRegistry } from "../../schema/link/growing-registry.ts";
import type { Schema, SchemaSource } from "../../schema/schema.ts";
import { gapLine, gapsOfSymbol } from "../../schema/source/gaps.ts";
import type { SchemaBuilder } from "../../schema/source/schema-builder.ts";
import {
	type AskTypes,
	askedOnce,
	type ToldTypes,
	typesOver,
} from "./ask-types.ts";
import { type FoundMethod, findMethod } from "./method.ts";
import { type PackedTypes, packedTypes } from "./packed-types.ts";
import type { Shown } from "./run-of.ts";

/** A method as the schema of one pod describes it. */
export type Known = FoundMethod & {
	readonly schemaMs: number;
	/** Removes the server's schema from the cache, because the server's answer contradicts it. */
	readonly forget: () => Promise<void>;
	readonly types: PackedTypes;
};

type Asked = {
	readonly target: PodTarget;
	readonly take: KeptConnection["take"];
	/** Shared by the whole run. */
	readonly builder: SchemaBuilder;
	/** Shared by the whole run, too. */
	readonly told: ToldTypes;
	/**
	 * Takes lines for stderr. They name each type that is missing or that a file describes instead of the server, and what is
	 * left out of the files that the schema is written to.
	 */
	readonly tell: (line: string) => void;
};

/** Returns a method whose schema can grow by more types. */
export function knownBy(
	method: DescMethod,
	schema: Schema,
	ask: AskTypes,
): Pick<Known, "method" | "schema" | "types"> {
	const growing = growingRegistry(schema.registry);
	const { registry } = growing;
	const types = packedTypes(growing, ask);
	return { method, schema: { ...schema, registry }, types };
}

/** Finds the method in the schema that the flags select. A cached schema without it may be older than the method, so it is dropped. */
async function findInSchema(
	{ context, plan, args: { flags } }: Omit<Shown, "page">,
	server: ServerSchema,
): Promise<FoundMethod & { readonly source: SchemaSource }> {
	const find = async () => {
		const source = openSchema(flags, server, context.signal);
		const files =
			flags.reflection === "auto" && hasSchemaFiles(flags)
				? openFiles(flags, context.signal)
				: undefined;
		return { source, ...(await findMethod(source, plan.method, files)) };
	};
	try {
		return await find();
	} catch (caught) {
		const { slot } = server;
		if (slot === undefined || toPluginError(caught).code !== "symbol")
			throw caught;
		await slot.remove();
		return find();
	}
}

/** Finds the method in the files that the user gave and in the pod's reflection. @throws PluginError `schema`, `symbol` */
export async function learnMethod(
	run: Omit<Shown, "page">,
	{ target, take, builder, told, tell }: Asked,
): Promise<Known> {
	const { context, plan } = run;
	const { flags } = run.args;
	const startMs = performance.now();
	const session = openReflection(take, {
		deadlineMs: flags["rpc-timeout"],
		metadata: plan.reflectionMetadata,
		signal: context.signal,
	});
	const slot = schemaSlotOf(target, context.env, flags);
	try {
		const server = { session, slot, builder, tell };
		const { source, ...found } = await findInSchema(run, server);
		gapsOfSymbol(found.schema, found.method).map(gapLine).forEach(tell);
		if (wantsExport(flags)) {
			// A method given by its name alone is looked for in all services. Only its own service is exported.
			const service = found.method.parent.typeName;
			await exportSchemas(flags, [await source.schemaOf(service)], tell);
		}
		const askPod = typesOver(run, take, builder);
		const alike = schemaKeyOf(target);
		const ask =
			alike === undefined
				? askPod
				: askedOnce(told, JSON.stringify(alike), askPod);
		return {
			...knownBy(found.method, found.schema, ask),
			schemaMs: performance.now() - startMs,
			forget: async () => slot?.remove(),
		};
	} finally {
		session.close();
	}
}
