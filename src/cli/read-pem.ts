import { PluginError } from "../errors.ts";
import { unreadable } from "../file-error.ts";
import { readWhole } from "../whole-file.ts";

const PEM = /-----BEGIN ([A-Z0-9 ]+)-----/g;

/** Reads a PEM file that must hold a certificate or a key. @throws PluginError `certificate` naming the flag and the file */
export async function readPem(
	flag: string,
	file: string,
	expected: "certificate" | "key",
): Promise<string> {
	const bytes = await readWhole(file).catch((cause: unknown) => {
		throw unreadable(cause, { named: `--${flag}`, file, code: "certificate" });
	});
	const text = bytes.toString("utf8");
	requirePem(`--${flag}: ${file}`, text, expected);
	return text;
}

/** Checks that a text contains a PEM block of the expected kind. @throws PluginError `certificate`, beginning with `origin` */
export function requirePem(
	origin: string,
	text: string,
	expected: "certificate" | "key",
): void {
	const labels = [...text.matchAll(PEM)].map(([, label]) => label ?? "");
	const wanted = (label: string) =>
		expected === "key"
			? label.endsWith("PRIVATE KEY")
			: label.endsWith("CERTIFICATE");
	if (labels.some(wanted)) return;
	const found =
		labels.length === 0
			? `no PEM, and so no ${expected}`
			: `no ${expected} but PEM of ${labels.join(", ")}`;
	throw new PluginError("certificate", `${origin} holds ${found}`, {
		hint: [
			`a PEM ${expected} has a line -----BEGIN ${expected === "key" ? "PRIVATE KEY" : "CERTIFICATE"}-----`,
		],
	});
}
