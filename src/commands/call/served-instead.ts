import type { DescMethod } from "@bufbuild/protobuf";
import { openReflection } from "../../grpc/reflection.ts";
import { nearest } from "../../nearest.ts";
import { reflectionSource } from "../../schema/reflection/reflection-source.ts";
import type { SchemaSource } from "../../schema/schema.ts";
import type { Called } from "./called.ts";
import type { Shown } from "./run-of.ts";

/** For a hint nobody waits longer. */
const PATIENCE_MS = 2000;

/** What a server's reflection says of a method that it does not implement, as hints: it may have another one. Nothing where it says nothing, in time. */
export async function servedInstead(
	{ args, plan, context }: Shown,
	{ by, known }: Called,
): Promise<readonly string[]> {
	if (by.kind === "recording" || args.flags.reflection === "off") return [];
	const session = openReflection(by.channel, {
		deadlineMs: Math.min(PATIENCE_MS, args.flags["rpc-timeout"]),
		metadata: plan.reflectionMetadata,
		signal: context.signal,
	});
	try {
		return await instead(reflectionSource(session), known.method);
	} catch {
		return [];
	} finally {
		session.close();
	}
}

async function instead(
	source: SchemaSource,
	{ name, parent }: DescMethod,
): Promise<readonly string[]> {
	const services = await source.services();
	const service = parent.typeName;
	if (!services.includes(service)) {
		const near = nearest(service, services);
		return [
			`the server lists no service ${service}${near === undefined ? `; it lists ${services.join(", ")}` : `: did you mean ${near}?`}`,
		];
	}
	const { registry } = await source.schemaOf(service);
	const names = registry.getService(service)?.methods.map((one) => one.name);
	if (names === undefined || names.includes(name)) return [];
	const near = nearest(name, names);
	return [
		`the server describes no method ${name} of ${service}${near === undefined ? `; it describes ${names.join(", ")}` : `: did you mean ${near}?`}`,
	];
}
