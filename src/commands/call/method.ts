import type { DescMethod } from "@bufbuild/protobuf";
import { PluginError, toPluginError } from "../../errors.ts";
import { nearest } from "../../findings/nearest.ts";
import type { Schema, SchemaSource } from "../../schema/schema.ts";

/** A method, and the schema that its messages need. */
export type FoundMethod = {
	readonly method: DescMethod;
	readonly schema: Schema;
};

/** `/package.Service/Method`: what a call is addressed to. */
export function pathOf(method: DescMethod): string {
	return `/${method.parent.typeName}/${method.name}`;
}

/**
 * The method that a word names: `pkg.Service/Method`, `pkg.Service.Method`, or a method's name alone where only one service has it.
 * @throws PluginError `symbol` with near names; what the source throws
 */
export async function findMethod(
	source: SchemaSource,
	word: string,
): Promise<FoundMethod> {
	const [, service, name = word] = /^\/?\.?(.+)[/.]([^/.]+)$/.exec(word) ?? [];
	return service === undefined
		? findByName(source, name)
		: findInService(source, service, name);
}

async function findInService(
	source: SchemaSource,
	service: string,
	name: string,
): Promise<FoundMethod> {
	const schema = await schemaOf(source, service);
	const desc = schema.registry.getService(service);
	if (desc === undefined)
		throw new PluginError("symbol", `${service} is not a service`);
	const method = desc.methods.find((one) => one.name === name);
	if (method !== undefined) return { method, schema };
	const names = desc.methods.map((one) => one.name);
	throw new PluginError("symbol", `${service} has no method ${name}`, {
		hint: meant(name, names, (near) => `${service}/${near}`),
	});
}

/** A server tells that it does not know a name, and not which ones are near. */
async function schemaOf(
	source: SchemaSource,
	service: string,
): Promise<Schema> {
	try {
		return await source.schemaOf(service);
	} catch (caught) {
		const error = toPluginError(caught);
		if (error.code !== "symbol" || error.hint.length > 0) throw error;
		const services = await source.services().catch(() => []);
		throw new PluginError("symbol", error.message, {
			cause: error,
			hint: meant(service, services, (near) => near),
		});
	}
}

async function findByName(
	source: SchemaSource,
	name: string,
): Promise<FoundMethod> {
	const schema = await source.everything();
	const all = schema.services.flatMap(
		(service) => schema.registry.getService(service)?.methods ?? [],
	);
	const [method, ...others] = all.filter((one) => one.name === name);
	if (method !== undefined && others.length === 0) return { method, schema };
	if (method !== undefined)
		throw new PluginError("symbol", `several services have a method ${name}`, {
			hint: [method, ...others].map((one) => pathOf(one).slice(1)),
		});
	throw new PluginError("symbol", `no service has a method ${name}`, {
		hint: meant(
			name,
			all.map((one) => one.name),
			(near) => near,
		),
	});
}

function meant(
	name: string,
	names: readonly string[],
	shown: (near: string) => string,
): readonly string[] {
	const near = nearest(name, names);
	if (near !== undefined) return [`did you mean ${shown(near)}?`];
	return names.length > 0 ? [`there are: ${names.join(", ")}`] : [];
}
