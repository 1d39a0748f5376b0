import { normalize, resolve } from "node:path";
import { PluginError } from "../../errors.ts";
import { isAbsent, whyUnreadable } from "../../file-error.ts";
import { readWhole } from "../../whole-file.ts";
import { type Field, fieldOf, ShapeError } from "../field.ts";
import { homeFolder } from "./kubeconfig-files.ts";
import { parseYamlDocuments } from "./kubeconfig-yaml.ts";

/** Which exec plugins may run. `file` is the kuberc with the policy. */
type PluginPolicy =
	| { readonly kind: "allow-all" }
	| { readonly kind: "deny-all"; readonly file: string }
	| {
			readonly kind: "allowlist";
			readonly file: string;
			/** Names to find on PATH, or paths. */
			readonly commands: readonly string[];
	  };

/** Where the kuberc is. A file that the user names must exist; the one in the home folder need not. */
type KubercPlace = { readonly file: string; readonly isNamed: boolean };

const ALLOW_ALL: PluginPolicy = { kind: "allow-all" };
const GROUP = "kubectl.config.k8s.io/";

/**
 * Reads kubectl's policy on exec plugins from `--kuberc`, else `$KUBERC`, else `~/.kube/kuberc` (kubectl, pkg/kuberc; policies exist
 * since 1.35). When a file holds no readable policy, no plugin may run. kubectl only warns of such a file in the home folder and goes
 * on.
 * @throws PluginError `credentials` for a file that is not there, is broken or contradicts itself, and for one that is named where
 * KUBERC=off
 */
export async function readPluginPolicy(
	flag: string | undefined,
	env: NodeJS.ProcessEnv,
): Promise<PluginPolicy> {
	const place = await kubercPlace(flag, env);
	if (place === undefined) return ALLOW_ALL;
	const text = await readKuberc(place);
	if (text === undefined) return ALLOW_ALL;
	const { file } = place;
	const documents = await documentsOf(text, file);
	if (documents.length === 0) return ALLOW_ALL;
	try {
		const preference = documents.find(isPreference);
		if (preference === undefined)
			throw broken(file, `holds no Preference of ${GROUP}v1beta1`);
		return policyOf(preference, file);
	} catch (caught) {
		if (!(caught instanceof ShapeError)) throw caught;
		throw broken(file, `is broken: ${caught.message}`, caught);
	}
}

/** Whether a policy lets a plugin run. It compares the name or path in the kubeconfig, and the file that either leads to on PATH. */
export async function isAllowed(
	command: string,
	path: string,
	commands: readonly string[],
	find: (command: string) => Promise<string | undefined>,
): Promise<boolean> {
	if (commands.includes(command) || commands.includes(path)) return true;
	const paths = await Promise.all(commands.map(find));
	return paths.includes(path);
}

async function kubercPlace(
	flag: string | undefined,
	env: NodeJS.ProcessEnv,
): Promise<KubercPlace | undefined> {
	const { KUBERC: variable, KUBECTL_KUBERC: gate } = env;
	if (gate === "false") return undefined;
	if (variable === "off") {
		if (flag) throw contradiction(flag);
		return undefined;
	}
	const named = flag || variable;
	if (named) return { file: resolve(named), isNamed: true };
	const home = await homeFolder(env, process.platform);
	return { file: resolve(home, ".kube", "kuberc"), isNamed: false };
}

async function readKuberc({
	file,
	isNamed,
}: KubercPlace): Promise<string | undefined> {
	try {
		return (await readWhole(file)).toString("utf8");
	} catch (caught) {
		if (isAbsent(caught) && !isNamed) return undefined;
		throw broken(file, whyUnreadable(caught), caught);
	}
}

/** Returns the documents that are not empty. */
async function documentsOf(
	text: string,
	file: string,
): Promise<readonly Field[]> {
	try {
		const documents = await parseYamlDocuments(text, file);
		return documents
			.filter(({ value }) => value !== undefined && value !== null)
			.map(({ value }) => fieldOf(value));
	} catch (caught) {
		throw broken(file, "is not YAML", caught);
	}
}

function isPreference(document: Field): boolean {
	const version = document.text("apiVersion") ?? "";
	return document.text("kind") === "Preference" && version.startsWith(GROUP);
}

/** Applies client-go's rules (plugin/pkg/client/auth/exec, ValidatePluginPolicy). v1alpha1 has no policy. */
function policyOf(preference: Field, file: string): PluginPolicy {
	if (preference.text("apiVersion") === `${GROUP}v1alpha1`) return ALLOW_ALL;
	const policy = preference.text("credentialPluginPolicy") ?? "AllowAll";
	const entries = preference.list("credentialPluginAllowlist");
	if (policy === "Allowlist") {
		if (entries.length === 0)
			throw broken(file, "has the policy Allowlist and no list");
		const commands = entries.map((entry) => commandOf(entry, file));
		return { kind: "allowlist", file, commands };
	}
	if (policy !== "AllowAll" && policy !== "DenyAll")
		throw broken(file, `has an unknown policy, ${JSON.stringify(policy)}`);
	if (preference.has("credentialPluginAllowlist"))
		throw broken(file, `has the policy ${policy} and an allowlist`);
	return policy === "DenyAll" ? { kind: "deny-all", file } : ALLOW_ALL;
}

/** kubectl 1.35 calls the key `name`; later versions call it `command`. */
function commandOf(entry: Field, file: string): string {
	const name = entry.text("name");
	const command = entry.text("command") ?? name ?? "";
	if (name !== undefined && name !== command)
		throw broken(file, "allows a plugin with both a name and a command");
	if (command === "" || normalize(command) !== command)
		throw broken(file, `allows ${JSON.stringify(command)}, which is no path`);
	return command;
}

/** kubectl refuses the pair as well, since either could be meant. */
const contradiction = (flag: string): PluginError =>
	new PluginError(
		"credentials",
		`--kuberc ${flag} names a policy on exec plugins, and KUBERC=off goes without one`,
		{ hint: ["leave one of the two out"] },
	);

function broken(file: string, what: string, cause?: unknown): PluginError {
	return new PluginError(
		"credentials",
		`kuberc ${file} ${what}: whether it lets exec plugins run is not known`,
		{
			cause,
			hint: ["mend it, or go without it: KUBERC=off, and no --kuberc"],
			facts: { file },
		},
	);
}
