import {
	type AskedSchema,
	askSchema,
	hasSchemaFiles,
} from "../../cli/asked-schema.ts";
import {
	EXIT_STATUS,
	type ExitStatus,
	exitStatusOfPods,
} from "../../cli/exit-status.ts";
import { exportSchemas, wantsExport } from "../../cli/export-schema.ts";
import type { Arguments } from "../../cli/parse-arguments.ts";
import { accessOf, createReach, targetsOf } from "../../cli/reach.ts";
import type { RunContext } from "../../cli/run-context.ts";
import { checkSchemaFlags } from "../../cli/schema.ts";
import { metadataOf } from "../../cli/transport.ts";
import { PluginError } from "../../errors.ts";
import { nearest } from "../../findings/nearest.ts";
import {
	type OutputFormat,
	parseOutputFormat,
} from "../../render/output-format.ts";
import { type Page, pageOf, printLines } from "../../render/page.ts";
import { colourChoice } from "../../render/style.ts";
import type { Schema } from "../../schema/schema.ts";
import { schemaOfService } from "../../schema/source/schema-of-service.ts";
import { type LIST_FLAGS, LIST_FORMATS } from "./command.ts";
import { type ServiceList, serviceList } from "./report.ts";
import { printList, printNames } from "./view.ts";
import { byWorkload, listWorkloads } from "./workloads.ts";
import { printWorkloads, reasonLines } from "./workloads-view.ts";

/** Runs `kubectl grpc list`. @throws PluginError */
export async function runList(
	context: RunContext,
	{ words, flags }: Arguments<typeof LIST_FLAGS>,
): Promise<ExitStatus> {
	const format = parseOutputFormat(flags.output, LIST_FORMATS);
	const page = pageOf(context.stdout, context.env, colourChoice(flags.color));
	checkSchemaFlags(flags);
	if (isDiscovery(words, flags)) {
		const status = await listAll(context, flags, format, page);
		if (status !== "one-workload") return status;
	}
	const asked = await askSchema(context, words, flags);
	try {
		const namesOnly = format.kind === "table" || format.kind === "name";
		const servicesOnly = namesOnly && asked.names.length === 0;
		if (servicesOnly && !wantsExport(flags)) {
			context.stdout.write(printNames(await asked.source.services(), page));
			return EXIT_STATUS.ok;
		}
		const headers = flags["no-headers"] ? "hidden" : "shown";
		const { list, schemas } = await listOf(asked);
		await exportSchemas(
			flags,
			schemas,
			(line) => void context.stderr.write(`${line}\n`),
		);
		context.stdout.write(
			servicesOnly
				? printNames(
						list.services.map(({ name }) => name),
						page,
					)
				: await printList(list, format, page, headers),
		);
		return EXIT_STATUS.ok;
	} finally {
		asked.close();
	}
}

type Flags = Arguments<typeof LIST_FLAGS>["flags"];

/** With no pods named the workloads are found by evidence, and there may be several. */
function isDiscovery(words: readonly string[], flags: Flags): boolean {
	return (
		words.length === 0 &&
		!hasSchemaFiles(flags) &&
		flags.pod === undefined &&
		!wantsExport(flags)
	);
}

async function listAll(
	context: RunContext,
	flags: Flags,
	format: OutputFormat,
	page: Page,
): Promise<ExitStatus | "one-workload"> {
	const reaching = createReach(context, flags);
	try {
		const { reach } = reaching;
		const access = await accessOf([], flags, reach, context);
		const workloads = byWorkload(await targetsOf(access));
		if (workloads.length < 2) return "one-workload";
		const all = await listWorkloads(workloads, access, {
			metadata: metadataOf(flags.header),
			rpcTimeoutMs: flags["rpc-timeout"],
			concurrency: flags.concurrency,
		});
		const headers = flags["no-headers"] ? "hidden" : "shown";
		const scope = flags["all-namespaces"] ? "all-namespaces" : "namespace";
		const view = { format, page, headers, scope } as const;
		context.stdout.write(await printWorkloads(all, view));
		const { stderr, env } = context;
		stderr.write(printLines(reasonLines(all), pageOf(stderr, env)));
		return exitStatusOfPods(
			all.flatMap(({ outcome }) =>
				outcome.kind === "failed" ? [outcome.code] : [],
			),
		);
	} finally {
		reaching.close();
	}
}

async function listOf(asked: AskedSchema): Promise<{
	readonly list: ServiceList;
	readonly schemas: readonly Schema[];
}> {
	const { source, names, from } = asked;
	if (names.length === 0) {
		const schema = await source.everything();
		const list = serviceList(schema, schema.services, from);
		return { list, schemas: [schema] };
	}
	const lists: ServiceList[] = [];
	const schemas: Schema[] = [];
	for (const name of names) {
		const schema = await schemaOfService(source, name);
		schemas.push(schema);
		lists.push(serviceList(schema, [serviceName(schema, name)], from));
	}
	const [first] = lists;
	if (first === undefined) throw new PluginError("usage", "no service named");
	const services = lists.flatMap((one) => one.services);
	return { list: { ...first, services }, schemas };
}

/** The service that is meant. @throws PluginError `symbol` for something else */
function serviceName({ registry, services }: Schema, name: string): string {
	const full = name.replace(/^\./, "");
	if (registry.getService(full) !== undefined) return full;
	const near = nearest(full, services);
	throw new PluginError("symbol", `${full} is not a service`, {
		hint: [
			...(near === undefined ? [] : [`did you mean ${near}?`]),
			`kubectl grpc describe shows what it is`,
		],
	});
}
