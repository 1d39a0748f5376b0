// A pod's process. Importing this module runs it: src/main.ts does so when the environment carries POD_VARIABLE.
import { POD_VARIABLE } from "./messages.ts";
import { report } from "./report.ts";

// The kubelet's end of the IPC channel closes when the sandbox dies, whatever it died of: no pod outlives it.
process.on("disconnect", () => process.exit(0));
process.channel?.ref();
// Ctrl-C at a terminal reaches the whole process group; when a pod stops is the kubelet's decision.
process.on("SIGINT", () => {});
process.on("SIGHUP", () => {});

const role = process.env[POD_VARIABLE];
delete process.env[POD_VARIABLE];
if (role === "user-service") {
	const { runUserService } = await import("./run-user-service.ts");
	await runUserService(process.env);
} else if (role === "complete") {
	process.exit(0);
} else {
	process.on("SIGTERM", () => process.exit(0));
	report({ type: "up" });
}
