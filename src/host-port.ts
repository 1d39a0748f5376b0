/** Writes `HOST:PORT` as Go's net.JoinHostPort does, with an IPv6 address in brackets. */
export function hostPort(host: string, port: number | string): string {
	return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}
