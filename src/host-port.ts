/** `HOST:PORT`, an IPv6 address in brackets, as Go's net.JoinHostPort writes it. */
export function hostPort(host: string, port: number | string): string {
	return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}
