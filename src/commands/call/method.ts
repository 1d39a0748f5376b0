import type { DescMethod } from "@bufbuild/protobuf";
import { PluginError, toPluginError } from "../../errors.ts";
import { listed } from "../../listed.ts";
import { INVOCATION } from "../../plugin-name.ts";
import type { Schema, SchemaSource } from "../../schema/schema.ts";
import {
	nameHint,
	schemaOfService,
} from "../../schema/source/schema-of-service.ts";
import { namesEndingIn } from "../../schema/source/schema-of-store.ts";
import { undescribedServices } from "../../schema/source/undescribed.ts";

/** A method and the schema of its messages. */
export type FoundMethod = {
	readonly method: DescMethod;
	readonly schema: Schema;
};

/** Returns `/package.Service/Method`, the path of a call. */
export function pathOf(method: DescMethod): string {
	return `/${method.parent.typeName}/${method.name}`;
}

/** Returns `package.Service/Method`, the method's name in results. */
export function nameOf(method: DescMethod): string {
	return pathOf(method).slice(1);
}

/**
 * Returns the method that a word names: `pkg.Service/Method`, `pkg.Service.Method`, or the end of that if only one method has it:
 * `Service/Method`, `Method`. An end is also looked for in `files` if the source does not have it, because the source may offer
 * only a server's services.
 * @throws PluginError `symbol` with near names; what the source throws
 */
export async function findMethod(
	source: SchemaSource,
	word: string,
	files?: SchemaSource,
): Promise<FoundMethod> {
	const [, service, name = word] =
		/^\/?\.?(.+)[/.]([^/.]+)\/?$/.exec(word) ?? [];
	return service === undefined
		? findByName(source, name, files)
		: findInService(source, service, name, files);
}

async function findInService(
	source: SchemaSource,
	word: string,
	name: string,
	files: SchemaSource | undefined,
): Promise<FoundMethod> {
	const { service, schema } = await findService(source, word, name, files);
	const desc = schema.registry.getService(service);
	if (desc === undefined)
		throw new PluginError("symbol", `${service} is not a service`);
	const method = desc.methods.find((one) => one.name === name);
	if (method !== undefined) return { method, schema };
	const names = desc.methods.map((one) => one.name);
	throw new PluginError("symbol", `${service} has no method ${name}`, {
		hint: nameHint(name, names, (near) => `${service}/${near}`),
	});
}

/** Finds the service of a method. A name without its package stands for the only service that ends with it. */
async function findService(
	source: SchemaSource,
	word: string,
	method: string,
	files: SchemaSource | undefined,
): Promise<{ readonly service: string; readonly schema: Schema }> {
	try {
		return { service: word, schema: await schemaOfService(source, word) };
	} catch (caught) {
		if (toPluginError(caught).code !== "symbol") throw caught;
		await refuseService(source, `${word}.${method}`);
		const offered = [source, files].map((one) => one?.services() ?? []);
		const known = await Promise.all(offered).catch(() => []);
		const [service, ...others] = namesEndingIn(word, [
			...new Set(known.flat()),
		]);
		if (service === undefined) throw caught;
		if (others.length > 0)
			throw new PluginError("symbol", `several services are called ${word}`, {
				hint: [service, ...others].map((one) => `${one}/${method}`),
			});
		return { service, schema: await schemaOfService(source, service) };
	}
}

/** Refuses a word that names a service without a method. @throws PluginError `symbol` with its methods */
async function refuseService(
	source: SchemaSource,
	word: string,
): Promise<void> {
	const services = await source.services().catch((): string[] => []);
	if (!services.includes(word)) return;
	const { registry } = await source.schemaOf(word);
	const methods = registry.getService(word)?.methods ?? [];
	const names = methods.map(({ name }) => `${word}/${name}`);
	throw new PluginError("symbol", `${word} is a service, and no method`, {
		// No name is near the empty word, so the hint lists all methods.
		hint: nameHint("", names),
	});
}

async function findByName(
	source: SchemaSource,
	name: string,
	files: SchemaSource | undefined,
): Promise<FoundMethod> {
	const known: DescMethod[] = [];
	const undescribed: string[] = [];
	for (const offering of files === undefined ? [source] : [source, files]) {
		const schema = await offering.everything();
		const methods = methodsOf(schema);
		const [method, ...others] = methods.filter((one) => one.name === name);
		if (method !== undefined && others.length === 0) return { method, schema };
		if (method !== undefined)
			throw new PluginError(
				"symbol",
				`several services have a method ${name}`,
				{
					hint: [method, ...others].map((one) => nameOf(one)),
				},
			);
		known.push(...methods);
		if (offering === source) undescribed.push(...undescribedServices(schema));
	}
	throw new PluginError("symbol", `no service has a method ${name || '""'}`, {
		hint: [
			...commandHint(name),
			...nameHint(name, [...new Set(known.map((one) => one.name))]),
			...undescribedHint(undescribed),
		],
	});
}

function methodsOf({ services, registry }: Schema): readonly DescMethod[] {
	return services.flatMap(
		(service) => registry.getService(service)?.methods ?? [],
	);
}

/** In grpcurl `list` and `describe` stand in the place of the method. */
function commandHint(name: string): readonly string[] {
	return name === "list" || name === "describe"
		? [`${name} is a command of its own: ${INVOCATION} ${name} TARGET`]
		: [];
}

/** A service that the server lists but does not describe may have the method. */
function undescribedHint(undescribed: readonly string[]): readonly string[] {
	return undescribed.length === 0
		? []
		: [
				`the server lists ${listed(undescribed)} too, and does not say which methods: --proto FILE can`,
			];
}
