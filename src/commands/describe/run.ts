import { API_VERSION } from "../../cli/api-version.ts";
import {
	type AskedSchema,
	askSchema,
	NO_SERVICES,
} from "../../cli/asked-schema.ts";
import { type EachName, eachName } from "../../cli/each-name.ts";
import { EXIT_STATUS, type ExitStatus } from "../../cli/exit-status.ts";
import { exportSchemas } from "../../cli/export-schema.ts";
import type { Arguments } from "../../cli/parse-arguments.ts";
import { printGaps } from "../../cli/print-gaps.ts";
import type { RecordingContext } from "../../cli/recorded-schema.ts";
import { refuseQueryFlags } from "../../cli/recording/refuse-query-flags.ts";
import { isRecorded } from "../../cli/recording.ts";
import type { RunContext } from "../../cli/run-context.ts";
import { PluginError, toPluginError, withHint } from "../../errors.ts";
import { INVOCATION } from "../../plugin-name.ts";
import { parseOutputFormat } from "../../render/output-format.ts";
import { pageOf } from "../../render/page.ts";
import { noteOn, startProgress } from "../../render/progress.ts";
import { colourChoice } from "../../render/style.ts";
import {
	describeSymbol,
	type SymbolDescription,
} from "../../schema/print/describe-symbol.ts";
import { symbolNames } from "../../schema/print/symbol.ts";
import { GIVE_FILES } from "../../schema/reflection/reflection-error.ts";
import type { Schema, SchemaSource } from "../../schema/schema.ts";
import {
	gapsOf,
	gapsOfSymbol,
	type SchemaGap,
} from "../../schema/source/gaps.ts";
import { uniqueProblems } from "../../schema/source/problems.ts";
import {
	namesEndingIn,
	nearestSymbol,
} from "../../schema/source/schema-of-store.ts";
import { describesNone } from "../../schema/source/undescribed.ts";
import { DESCRIBE_FLAGS, DESCRIBE_FORMATS } from "./command.ts";
import {
	type SchemaDescription,
	type SymbolReport,
	symbolReport,
} from "./report.ts";
import { printDescription } from "./view.ts";

type DescribeArguments = Arguments<typeof DESCRIBE_FLAGS>;

/** The flags that only change how a recorded schema is shown. */
const SHOWING = [
	"template",
	"msg-template",
	"protoset-out",
	"proto-out-dir",
] as const;

/** Runs `kubectl grpc describe`. @throws PluginError */
export async function runDescribe(
	context: RunContext,
	args: DescribeArguments,
): Promise<ExitStatus> {
	const { flags } = args;
	const format = parseOutputFormat(flags.output, DESCRIBE_FORMATS);
	const page = pageOf(context.stdout, context.env, colourChoice(flags.color));
	const template =
		flags.template || flags["msg-template"] ? "with-template" : "plain";
	refuseQueryFlags(args, DESCRIBE_FLAGS, SHOWING);
	using progress = startProgress(context.stderr, context.env);
	progress.update("reading the schema…");
	const asked = await askedBy(context, args);
	try {
		const { known, unresolved } = await describedBy(asked, template);
		progress.stop();
		const schemas = known.map(({ schema }) => schema);
		await exportSchemas(flags, schemas, (line) => noteOn(context.stderr, line));
		const description = descriptionOf(asked, known);
		context.stdout.write(await printDescription(description, format, page));
		printGaps(
			context.stderr,
			known.flatMap(({ gaps }) => gaps),
		);
		if (asked.names.length === 0) requireDescribed(schemas);
		if (description.symbols.length === 0) noteOn(context.stderr, NO_SERVICES);
		if (unresolved !== undefined) throw unresolved;
		return EXIT_STATUS.ok;
	} finally {
		asked.close();
	}
}

function descriptionOf(
	{ from }: AskedSchema,
	described: readonly Described[],
): SchemaDescription {
	return {
		apiVersion: API_VERSION,
		kind: "SchemaDescription",
		pod: from?.name ?? null,
		namespace: from?.namespace ?? null,
		symbols: described.flatMap(({ symbols }) => symbols),
		problems: uniqueProblems(
			described.map(({ schema }) => schema),
			described.flatMap(({ gaps }) => gaps),
		),
	};
}

/** @throws PluginError `schema` where no service can be described */
function requireDescribed(schemas: readonly Schema[]): void {
	if (schemas.some(describesNone))
		throw new PluginError("schema", "none of the services can be described", {
			hint: [GIVE_FILES],
		});
}

async function askedBy(
	context: RecordingContext,
	args: DescribeArguments,
): Promise<AskedSchema> {
	if (!isRecorded(args.flags)) return askSchema(context, args);
	const { askRecorded } = await import("../../cli/recorded-schema.ts");
	return askRecorded(context, "describe", args);
}

type Template = Parameters<typeof symbolReport>[2];

/** A schema, and the parts of it that the user asked for. */
type Described = {
	readonly schema: Schema;
	readonly symbols: readonly SymbolReport[];
	readonly gaps: readonly SchemaGap[];
};

async function describedBy(
	{ source, names }: AskedSchema,
	template: Template,
): Promise<EachName<Described>> {
	if (names.length === 0) {
		const schema = await source.everything();
		const symbols = schema.services
			.filter((name) => schema.registry.getService(name) !== undefined)
			.map((name) =>
				symbolReport(describedAs(schema, name), schema.registry, template),
			);
		const gaps = gapsOf(schema);
		return { known: [{ schema, symbols, gaps }], unresolved: undefined };
	}
	return eachName(names, async (name) => {
		const { schema, description } = await describedSymbol(source, name);
		return {
			schema,
			symbols: [symbolReport(description, schema.registry, template)],
			gaps: gapsOfSymbol(schema, description.symbol),
		};
	});
}

/** A symbol, and the schema that has it. */
type DescribedSymbol = {
	readonly schema: Schema;
	readonly description: SymbolDescription;
};

/**
 * Returns the symbol of a name. A server does not say which names are similar to an unknown one, so this then searches all that it
 * serves. A name without its package stands for the only symbol that ends with it, as in `call`.
 */
async function describedSymbol(
	source: SchemaSource,
	name: string,
): Promise<DescribedSymbol> {
	try {
		return await exactSymbol(source, name);
	} catch (caught) {
		const error = toPluginError(caught);
		if (error.code !== "symbol") throw error;
		const all = await source.everything().catch(() => undefined);
		const names = all === undefined ? [] : [...symbolNames(all.registry)];
		const [full, ...others] = namesEndingIn(name, names);
		if (full !== undefined && others.length === 0)
			return exactSymbol(source, full);
		if (full !== undefined)
			throw new PluginError("symbol", `several symbols are called ${name}`, {
				hint: [full, ...others],
			});
		throw error.hint.length > 0
			? error
			: withHint(error, [nearHint(name, names)]);
	}
}

async function exactSymbol(
	source: SchemaSource,
	name: string,
): Promise<DescribedSymbol> {
	const schema = await source.schemaOf(name);
	return { schema, description: describedAs(schema, name) };
}

function describedAs({ registry }: Schema, name: string): SymbolDescription {
	const description = describeSymbol(registry, name);
	if (description !== undefined) return description;
	throw new PluginError("symbol", `nothing is called ${name}`);
}

function nearHint(name: string, names: readonly string[]): string {
	const near = nearestSymbol(name, names);
	return near === undefined
		? `${INVOCATION} list … -o wide shows methods and messages`
		: `did you mean ${near}?`;
}
