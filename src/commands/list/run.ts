import { type AskedSchema, askSchema } from "../../cli/asked-schema.ts";
import { EXIT_STATUS, type ExitStatus } from "../../cli/exit-status.ts";
import type { Arguments } from "../../cli/parse-arguments.ts";
import type { RunContext } from "../../cli/run-context.ts";
import { PluginError } from "../../errors.ts";
import { nearest } from "../../findings/nearest.ts";
import { parseOutputFormat } from "../../render/output-format.ts";
import { pageOf } from "../../render/page.ts";
import { colourChoice } from "../../render/style.ts";
import type { Schema } from "../../schema/schema.ts";
import type { LIST_FLAGS } from "./command.ts";
import { type ServiceList, serviceList } from "./report.ts";
import { printList, printNames } from "./view.ts";

/** Runs `kubectl grpc list`. @throws PluginError */
export async function runList(
	context: RunContext,
	{ words, flags }: Arguments<typeof LIST_FLAGS>,
): Promise<ExitStatus> {
	const format = parseOutputFormat(flags.output, [
		"table",
		"wide",
		"json",
		"yaml",
		"name",
		"jsonpath",
	]);
	const page = pageOf(context.stdout, context.env, colourChoice(flags.color));
	const asked = await askSchema(context, words, flags);
	try {
		const namesOnly = format.kind === "table" || format.kind === "name";
		if (namesOnly && asked.names.length === 0) {
			context.stdout.write(printNames(await asked.source.services(), page));
			return EXIT_STATUS.ok;
		}
		const headers = flags["no-headers"] ? "hidden" : "shown";
		const list = await listOf(asked);
		context.stdout.write(await printList(list, format, page, headers));
		return EXIT_STATUS.ok;
	} finally {
		asked.close();
	}
}

async function listOf(asked: AskedSchema): Promise<ServiceList> {
	const { source, names, from } = asked;
	if (names.length === 0) {
		const schema = await source.everything();
		return serviceList(schema, schema.services, from);
	}
	const lists = [];
	for (const name of names) {
		const schema = await source.schemaOf(name);
		lists.push(serviceList(schema, [serviceName(schema, name)], from));
	}
	const [first] = lists;
	if (first === undefined) throw new PluginError("usage", "no service named");
	return { ...first, services: lists.flatMap(({ services }) => services) };
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
