// A pod's process. Importing this module runs it: src/main.ts does so when the environment carries POD_VARIABLE.
import { flushCompileCache } from "node:module";
import { POD_VARIABLE } from "./messages.ts";
import { report } from "./report.ts";

const role = process.env[POD_VARIABLE];
delete process.env[POD_VARIABLE];

// The kubelet's end of the IPC channel closes when the sandbox dies, whatever it died of: no pod outlives it.
process.on("disconnect", () => process.exit(0));
process.channel?.ref();
// Ctrl-C at a terminal reaches the whole process group; when a pod stops is the kubelet's decision.
for (const signal of ["SIGINT", "SIGHUP", "SIGBREAK"] as const)
	process.on(signal, () => {});

if (role === "user-service") {
	const { runUserService } = await import("./run-user-service.ts");
	await runUserService(process.env);
	// The pods that follow need not compile again what this one has.
	flushCompileCache();
} else if (role === "complete") {
	process.exit(0);
} else {
	process.on("SIGTERM", () => process.exit(0));
	report({ type: "up" });
}
