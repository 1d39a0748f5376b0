import { areNamed, isObject, type JsonObject } from "../../objects/json.ts";

/** A refused field: its path, and the rest of the message. */
export type Problem = { readonly field: string; readonly body: string };

/** Returns the problem of a field that is missing or of a wrong type. */
export function required(field: string): Problem {
	return { field, body: "Required value" };
}

/** Returns the spec of a pod or template with its defaults (pkg/apis/core/v1/defaults.go). */
export function defaultPodSpec(spec: unknown): unknown {
	if (!isObject(spec)) return spec;
	return {
		restartPolicy: "Always",
		terminationGracePeriodSeconds: 30,
		dnsPolicy: "ClusterFirst",
		securityContext: {},
		schedulerName: "default-scheduler",
		...spec,
		...(Array.isArray(spec["initContainers"])
			? { initContainers: spec["initContainers"].map(defaultContainer) }
			: {}),
		...(Array.isArray(spec["containers"])
			? { containers: spec["containers"].map(defaultContainer) }
			: {}),
	};
}

function defaultContainer(container: unknown): unknown {
	if (!isObject(container)) return container;
	const image = String(container["image"] ?? "");
	const latest = !/:[^/]+$/.test(image) || image.endsWith(":latest");
	return {
		resources: {},
		terminationMessagePath: "/dev/termination-log",
		terminationMessagePolicy: "File",
		imagePullPolicy: latest ? "Always" : "IfNotPresent",
		...container,
		...(Array.isArray(container["env"])
			? { env: container["env"].map(defaultVariable) }
			: {}),
		...(Array.isArray(container["ports"])
			? { ports: container["ports"].map(defaultPort) }
			: {}),
		...Object.fromEntries(
			["readinessProbe", "livenessProbe", "startupProbe"]
				.filter((name) => isObject(container[name]))
				.map((name) => [name, defaultProbe(container[name])]),
		),
	};
}

function defaultVariable(variable: unknown): unknown {
	if (!isObject(variable) || !isObject(variable["valueFrom"])) return variable;
	const { fieldRef } = variable["valueFrom"];
	if (!isObject(fieldRef)) return variable;
	const valueFrom = { fieldRef: { apiVersion: "v1", ...fieldRef } };
	return { ...variable, valueFrom };
}

function defaultPort(port: unknown): unknown {
	return isObject(port) ? { protocol: "TCP", ...port } : port;
}

function defaultProbe(probe: unknown): unknown {
	if (!isObject(probe)) return probe;
	const { grpc, httpGet } = probe;
	return {
		timeoutSeconds: 1,
		periodSeconds: 10,
		successThreshold: 1,
		failureThreshold: 3,
		...probe,
		...(isObject(grpc) ? { grpc: { service: "", ...grpc } } : {}),
		...(isObject(httpGet)
			? { httpGet: { path: "/", scheme: "HTTP", ...httpGet } }
			: {}),
	};
}

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const RESTART_POLICIES = ["Always", "OnFailure", "Never"];

/** Returns the first problem of a pod spec at `path`, which must have its defaults. */
export function podSpecProblem(
	spec: unknown,
	path: string,
): Problem | undefined {
	if (!isObject(spec)) return required(path);
	const containers = spec["containers"];
	if (!Array.isArray(containers) || containers.length === 0)
		return required(`${path}.containers`);
	if (!RESTART_POLICIES.includes(String(spec["restartPolicy"])))
		return {
			field: `${path}.restartPolicy`,
			body: `Unsupported value: ${JSON.stringify(spec["restartPolicy"])}: supported values: "Always", "OnFailure", "Never"`,
		};
	if (typeof spec["terminationGracePeriodSeconds"] !== "number")
		return {
			field: `${path}.terminationGracePeriodSeconds`,
			body: "Invalid value: must be a number",
		};
	return (
		containersProblem(containers, `${path}.containers`) ??
		containersProblem(spec["initContainers"] ?? [], `${path}.initContainers`)
	);
}

function containersProblem(list: unknown, path: string): Problem | undefined {
	if (!Array.isArray(list))
		return { field: path, body: "Invalid value: must be a list" };
	const names = new Set<unknown>();
	for (const [index, container] of list.entries()) {
		const field = `${path}[${index}]`;
		if (!isObject(container)) return required(field);
		const problem = containerProblem(container, field);
		if (problem) return problem;
		const name = container["name"];
		if (names.has(name))
			return {
				field: `${field}.name`,
				body: `Duplicate value: ${JSON.stringify(name)}`,
			};
		names.add(name);
	}
	return undefined;
}

function containerProblem(
	container: JsonObject,
	path: string,
): Problem | undefined {
	const { name, image, ports = [], env = [] } = container;
	if (typeof name !== "string" || name === "") return required(`${path}.name`);
	if (!DNS_LABEL.test(name) || name.length > 63)
		return {
			field: `${path}.name`,
			body: `Invalid value: "${name}": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')`,
		};
	if (typeof image !== "string" || image === "")
		return required(`${path}.image`);
	if (!areNamed(env)) return required(`${path}.env`);
	return portsProblem(ports, `${path}.ports`);
}

function portsProblem(ports: unknown, path: string): Problem | undefined {
	if (!Array.isArray(ports))
		return { field: path, body: "Invalid value: must be a list" };
	for (const [index, port] of ports.entries()) {
		const number = isObject(port) ? port["containerPort"] : undefined;
		if (typeof number !== "number" || number < 1 || number > 65535)
			return {
				field: `${path}[${index}].containerPort`,
				body: `Invalid value: ${JSON.stringify(number)}: must be between 1 and 65535, inclusive`,
			};
	}
	return undefined;
}
