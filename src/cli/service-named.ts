/** The target for a Service's name as the cluster's DNS has it, within its namespace or whole (dns/docs/specification.md, 2.3); undefined for others. */
export function serviceNamed(host: string, port: number): string | undefined {
	const [, name, namespace] =
		/^([a-z][a-z0-9-]*)(?:\.([a-z0-9-]+)\.svc(?:\..+)?)?$/.exec(host) ?? [];
	if (name === undefined) return undefined;
	return `svc/${name}:${port}${namespace === undefined ? "" : ` -n ${namespace}`}`;
}
