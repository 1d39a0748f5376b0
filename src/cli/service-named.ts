/**
 * Returns the target for a Service's name in the cluster's DNS, relative to its namespace or complete (dns/docs/specification.md, 2.3);
 * undefined for other names.
 */
export function serviceNamed(host: string, port: number): string | undefined {
	const [, name, namespace] =
		/^([a-z][a-z0-9-]*)(?:\.([a-z0-9-]+)\.svc(?:\..+)?)?$/.exec(host) ?? [];
	if (name === undefined) return undefined;
	return `svc/${name}:${port}${namespace === undefined ? "" : ` -n ${namespace}`}`;
}
