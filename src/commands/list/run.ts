import type { DescService } from "@bufbuild/protobuf";
import { type AskedSchema, NO_SERVICES } from "../../cli/asked-schema.ts";
import { type EachName, eachName } from "../../cli/each-name.ts";
import {
	EXIT_STATUS,
	type ExitStatus,
	exitStatusOfPods,
} from "../../cli/exit-status.ts";
import { exportSchemas, wantsExport } from "../../cli/export-schema.ts";
import { printGaps } from "../../cli/print-gaps.ts";
import { refuseQueryFlags } from "../../cli/recording/refuse-query-flags.ts";
import { isRecorded } from "../../cli/recording.ts";
import type { RunContext } from "../../cli/run-context.ts";
import { checkSchemaFlags } from "../../cli/schema-contradictions.ts";
import { PluginError } from "../../errors.ts";
import { nearest } from "../../nearest.ts";
import { INVOCATION } from "../../plugin-name.ts";
import { parseOutputFormat } from "../../render/output-format.ts";
import { pageOf, printLines } from "../../render/page.ts";
import { noteOn, type Progress, startProgress } from "../../render/progress.ts";
import { colourChoice } from "../../render/style.ts";
import type { Schema } from "../../schema/schema.ts";
import { gapsOfSymbol } from "../../schema/source/gaps.ts";
import { schemaOfService } from "../../schema/source/schema-of-service.ts";
import { LIST_FLAGS, LIST_FORMATS } from "./command.ts";
import {
	type ListArguments,
	type ListContext,
	readServices,
	type ServicesToList,
} from "./read-services.ts";
import { type Listed, serviceList, wholeList } from "./report.ts";
import { printList, printNames } from "./view.ts";
import {
	printWorkloads,
	reasonLines,
	type WorkloadsView,
} from "./workloads-view.ts";

/** Runs `kubectl grpc list`. @throws PluginError */
export async function runList(
	context: RunContext,
	args: ListArguments,
): Promise<ExitStatus> {
	const { flags } = args;
	const view: View = {
		format: parseOutputFormat(flags.output, LIST_FORMATS),
		page: pageOf(context.stdout, context.env, colourChoice(flags.color)),
		headers: flags["no-headers"] ? "hidden" : "shown",
	};
	refuseQueryFlags(args, LIST_FLAGS, ["protoset-out", "proto-out-dir"]);
	checkSchemaFlags(flags);
	using progress = startProgress(context.stderr, context.env);
	progress.update("reading the schema…");
	const served = await servedBy(
		{
			env: context.env,
			signal: context.signal,
			stderr: context.stderr,
			now: context.now,
			onProgress: progress.update,
		},
		args,
	);
	if (served.kind === "one")
		return await showOne(context, flags, served.asked, { ...view, progress });
	progress.stop();
	return showWorkloads(context, flags, served, view);
}

type View = Omit<WorkloadsView, "scope">;

async function servedBy(
	context: ListContext,
	args: ListArguments,
): Promise<ServicesToList> {
	if (!isRecorded(args.flags)) return readServices(context, args);
	const { recordedServed } = await import("./recorded.ts");
	return recordedServed(context, args);
}

async function showOne(
	{ stdout, stderr }: RunContext,
	flags: ListArguments["flags"],
	asked: AskedSchema,
	{ format, page, headers, progress }: View & { readonly progress: Progress },
): Promise<ExitStatus> {
	try {
		const namesOnly = format.kind === "table" || format.kind === "name";
		const servicesOnly = namesOnly && asked.names.length === 0;
		if (servicesOnly && !wantsExport(flags)) {
			const services = await asked.source.services();
			progress.stop();
			stdout.write(printNames(services, page));
			if (services.length === 0) noteOn(stderr, NO_SERVICES);
			return EXIT_STATUS.ok;
		}
		const { known, unresolved } = await listedBy(asked);
		progress.stop();
		const schemas = known.map(({ schema }) => schema);
		await exportSchemas(flags, schemas, (line) => noteOn(stderr, line));
		const list = serviceList(known, asked.from);
		stdout.write(
			servicesOnly
				? printNames(
						list.services.map(({ name }) => name),
						page,
					)
				: await printList(list, format, page, headers),
		);
		if (list.services.length === 0) noteOn(stderr, NO_SERVICES);
		printGaps(
			stderr,
			known.flatMap(({ gaps }) => gaps),
		);
		if (unresolved !== undefined) throw unresolved;
		return EXIT_STATUS.ok;
	} finally {
		asked.close();
	}
}

async function showWorkloads(
	{ stdout, stderr, env }: RunContext,
	flags: ListArguments["flags"],
	{ all, scope }: Extract<ServicesToList, { kind: "workloads" }>,
	view: View,
): Promise<ExitStatus> {
	stdout.write(await printWorkloads(all, { ...view, scope }));
	const page = pageOf(stderr, env, colourChoice(flags.color));
	stderr.write(printLines(reasonLines(all, scope), page));
	return exitStatusOfPods(
		all.flatMap(({ outcome }) =>
			outcome.kind === "failed" ? [outcome.failure.code] : [],
		),
	);
}

async function listedBy({
	source,
	names,
}: AskedSchema): Promise<EachName<Listed>> {
	if (names.length === 0)
		return {
			known: [wholeList(await source.everything())],
			unresolved: undefined,
		};
	return eachName(names, async (name) => {
		const schema = await schemaOfService(source, name);
		const service = serviceOf(schema, name);
		const gaps = gapsOfSymbol(schema, service);
		return { schema, services: [service.typeName], gaps };
	});
}

/** Returns the service that the name means. @throws PluginError `symbol` where it means something else */
function serviceOf({ registry, services }: Schema, name: string): DescService {
	const full = name.replace(/^\./, "");
	const found = registry.getService(full);
	if (found !== undefined) return found;
	const near = nearest(full, services);
	throw new PluginError("symbol", `${full} is not a service`, {
		hint: [
			...(near === undefined ? [] : [`did you mean ${near}?`]),
			`${INVOCATION} describe shows what it is`,
		],
	});
}
