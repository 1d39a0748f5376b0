import { PluginError, withHint } from "../errors.ts";
import type { ApiClient } from "../kubernetes/api.ts";
import type { Field } from "../kubernetes/field.ts";
import { pathSegment } from "../kubernetes/path-segment.ts";
import { quote } from "../kubernetes/quote.ts";
import { listed } from "../listed.ts";
import { requirePem } from "./read-pem.ts";

/** The certificates of a kubernetes.io/tls Secret; `ca` is cert-manager's addition. */
export type TlsSecret = {
	readonly cert: string | undefined;
	readonly key: string | undefined;
	readonly ca: string | undefined;
};

/** The Secret's values, in base64. */
type SecretData = Readonly<Record<string, string>>;

/** Reads certificates from the Secret that `--tls-secret [NS/]NAME` names. @throws PluginError of the API, or `certificate` */
export async function readTlsSecret(
	api: ApiClient,
	reference: string,
	namespace: string,
	signal: AbortSignal,
): Promise<TlsSecret> {
	const { secretNamespace, name } = parseReference(reference, namespace);
	const path = `/api/v1/namespaces/${pathSegment(secretNamespace)}/secrets/${pathSegment(name)}`;
	const data = await api
		.get(path, dataOf, { signal })
		.catch((caught: unknown) => {
			throw ofTypedSecret(caught, reference);
		});
	const origin = `Secret ${secretNamespace}/${name}`;
	const field = (key: string, expected: "certificate" | "key") => {
		const encoded = data[key];
		if (!encoded) return undefined;
		const text = Buffer.from(encoded, "base64").toString("utf8");
		requirePem(`${origin}, ${key}`, text, expected);
		return text;
	};
	const secret = {
		cert: field("tls.crt", "certificate"),
		key: field("tls.key", "key"),
		ca: field("ca.crt", "certificate"),
	};
	const lack = missingPart(secret);
	if (lack !== undefined)
		throw new PluginError("certificate", `${origin} has ${lack}`, {
			hint: [`it has ${keysOf(data) || "no keys"}`],
		});
	return secret;
}

/** Returns the error for `secret/NAME`, as `kubectl get -o name` prints it, with how to name that Secret; other errors as they are. */
function ofTypedSecret(caught: unknown, reference: string): unknown {
	const name = /^secrets?\/(.+)$/.exec(reference)?.[1];
	if (name === undefined || !(caught instanceof PluginError)) return caught;
	if (caught.code !== "not-found" && caught.code !== "forbidden") return caught;
	return withHint(caught, [
		`what is before the / is a namespace: --tls-secret ${name}`,
	]);
}

const dataOf = (secret: Field): SecretData => secret.textMap("data");

function keysOf(data: SecretData): string {
	return listed(Object.keys(data).map(quote));
}

/** Returns what a Secret lacks. A certificate without its key would not be sent, and the server would seem to refuse it. */
function missingPart({ cert, key, ca }: TlsSecret): string | undefined {
	if (cert !== undefined && key === undefined) return "tls.crt and no tls.key";
	if (cert === undefined && key !== undefined) return "tls.key and no tls.crt";
	return (cert ?? ca) ? undefined : "neither tls.crt nor ca.crt";
}

function parseReference(
	reference: string,
	namespace: string,
): { readonly secretNamespace: string; readonly name: string } {
	const parts = reference.split("/");
	const [first = "", second] = parts;
	if (parts.length > 2 || parts.some((part) => part === ""))
		throw new PluginError(
			"usage",
			`--tls-secret: "${reference}" is not [NAMESPACE/]NAME`,
			{
				hint: [
					"those that there are: kubectl get secrets --field-selector type=kubernetes.io/tls",
				],
			},
		);
	return second === undefined
		? { secretNamespace: namespace, name: first }
		: { secretNamespace: first, name: second };
}
