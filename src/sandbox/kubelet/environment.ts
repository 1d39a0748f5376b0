import { keyOf } from "../objects/metadata.ts";
import type { Container, EnvVar, KeyRef, Pod } from "../objects/pod.ts";
import type { Store } from "../store/store.ts";

/** The environment cannot be made. The container then waits with the reason CreateContainerConfigError. */
export class ConfigError extends Error {}

/**
 * Returns a container's environment from its `env`, with the references resolved. `envFrom` and `$(NAME)` are not supported.
 * @throws ConfigError with the kubelet's message, for a reference to something that does not exist
 */
export function environmentOf(
	store: Store,
	pod: Pod,
	container: Container,
): Readonly<Record<string, string>> {
	const env: Record<string, string> = {};
	for (const variable of container.env ?? []) {
		const value = valueOfVariable(store, pod, variable);
		if (value !== undefined) env[variable.name] = value;
	}
	return env;
}

function valueOfVariable(
	store: Store,
	pod: Pod,
	{ value = "", valueFrom }: EnvVar,
): string | undefined {
	if (!valueFrom) return value;
	const { secretKeyRef, configMapKeyRef, fieldRef } = valueFrom;
	const { namespace } = pod.metadata;
	if (secretKeyRef)
		return keyIn(
			secretData(store, secretKeyRef, namespace),
			secretKeyRef,
			`Secret ${keyOf({ name: secretKeyRef.name, namespace })}`,
		);
	if (configMapKeyRef)
		return keyIn(
			configData(store, configMapKeyRef, namespace),
			configMapKeyRef,
			`ConfigMap ${keyOf({ name: configMapKeyRef.name, namespace })}`,
		);
	return fieldRef ? fieldOf(pod, fieldRef.fieldPath) : "";
}

type Reference = { readonly name: string; readonly optional?: boolean };

function secretData(
	store: Store,
	{ name, optional }: Reference,
	namespace: string | undefined,
): Record<string, string> | undefined {
	const secret = store.get("secrets", name, namespace);
	if (!secret && !optional) throw new ConfigError(`secret "${name}" not found`);
	return (
		secret &&
		Object.fromEntries(
			Object.entries(secret.data ?? {}).map(([key, base64]) => [
				key,
				Buffer.from(base64, "base64").toString(),
			]),
		)
	);
}

function configData(
	store: Store,
	{ name, optional }: Reference,
	namespace: string | undefined,
): Readonly<Record<string, string>> | undefined {
	const map = store.get("configmaps", name, namespace);
	if (!map && !optional) throw new ConfigError(`configmap "${name}" not found`);
	return map && (map.data ?? {});
}

function keyIn(
	data: Readonly<Record<string, string>> | undefined,
	{ key, optional }: KeyRef,
	holder: string,
): string | undefined {
	const value = data?.[key];
	if (value === undefined && !optional)
		throw new ConfigError(`couldn't find key ${key} in ${holder}`);
	return value;
}

/** Returns a field of the downward API. */
function fieldOf({ metadata, spec, status }: Pod, path: string): string {
	const keyed = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path);
	if (keyed) {
		const map = keyed[1] === "labels" ? metadata.labels : metadata.annotations;
		return map?.[keyed[2] ?? ""] ?? "";
	}
	const fields: Readonly<Record<string, string | undefined>> = {
		"metadata.name": metadata.name,
		"metadata.namespace": metadata.namespace,
		"metadata.uid": metadata.uid,
		"spec.nodeName": spec.nodeName,
		"spec.serviceAccountName": spec.serviceAccountName,
		"status.hostIP": status.hostIP,
		"status.podIP": status.podIP,
		"status.podIPs": status.podIP,
	};
	const value = fields[path];
	if (value === undefined)
		throw new ConfigError(`unsupported fieldPath: ${path}`);
	return value;
}
