import { COMPLETE_COMMAND } from "../../../cli/completion/complete-command.ts";
import { EXECUTABLE } from "../../../plugin-name.ts";

/** For PowerShell 5.1 and later. Without a result PowerShell offers file names; an empty result prevents that. */
export const POWERSHELL_SCRIPT = `# PowerShell completion of ${EXECUTABLE}

Register-ArgumentCompleter -Native -CommandName '${EXECUTABLE}', '${EXECUTABLE}.exe' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $words = @($commandAst.CommandElements |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition -or ($wordToComplete -eq '' -and $_.Extent.EndOffset -le $cursorPosition) } |
        ForEach-Object { $_.ToString() })
    $program = $words[0]
    $before = @($words | Select-Object -Skip 1)
    # Before 7.3 an empty argument of a program is lost unless its quotes are passed too.
    $last = $wordToComplete
    if ($last -eq '' -and $PSVersionTable.PSVersion -lt [version]'7.3') { $last = '""' }

    $lines = @(& $program ${COMPLETE_COMMAND} @before $last 2>$null)
    if ($lines.Count -eq 0) { return '' }
    $directive = [int]$lines[-1].Substring(1)
    # A value stands for what follows --flag=, and PowerShell replaces the whole word.
    $flag = if ($wordToComplete -match '^-[^=]*=') { $Matches[0] } else { '' }
    $space = if ($directive -band 2) { '' } else { ' ' }

    if ($lines.Count -eq 1) {
        if ($directive -band 4) { return '' }
        return
    }
    $lines[0..($lines.Count - 2)] | ForEach-Object {
        $value, $description = $_ -split "\`t", 2
        if (-not $description) { $description = $value }
        [System.Management.Automation.CompletionResult]::new("$flag$value$space", $value, 'ParameterValue', $description)
    }
}
`;
