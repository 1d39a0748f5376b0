import type { Schema } from "../schema.ts";

/** Whether a schema lists services and describes none of them. */
export function describesNone(schema: Schema): boolean {
	const { services } = schema;
	return (
		services.length > 0 &&
		undescribedServices(schema).length === services.length
	);
}

/** The services that a schema lists and does not describe. */
export function undescribedServices({
	services,
	registry,
}: Schema): readonly string[] {
	return services.filter((name) => registry.getService(name) === undefined);
}

/** Returns the undescribed services with the reason: what the server said, or the flaw of an unusable file, which may declare them. */
export function undescribedReasons(
	schema: Schema,
): ReadonlyMap<string, string> {
	const said = new Map(
		schema.problems.flatMap((problem) =>
			problem.kind === "undescribed-service"
				? [[problem.service, problem.reason] as const]
				: [],
		),
	);
	const flaw = flawOf(schema) ?? "no file that came declares it";
	return new Map(
		undescribedServices(schema).map((name) => [name, said.get(name) ?? flaw]),
	);
}

function flawOf({ problems }: Schema): string | undefined {
	const found = problems.find(({ kind }) => kind === "unusable-file");
	return found?.kind === "unusable-file"
		? `${found.file} cannot be used: ${found.reason}`
		: undefined;
}
