export const USAGE = `onbench: enrolls this workstation, without a window

  onbench enroll --api-base-url URL   shows a code, waits for the approval, sets everything up
      --accept-warnings               goes on past warnings of the checks before the code
      --trust-host-key SHA256:…       trusts this key if the git host shows another one than before
      --print-recovery-token          if the keyring refuses the token: prints it, alone, on the last line
      --qr                            draws the QR code even where the output is no terminal
  onbench status                      what this workstation has of each lab
  onbench test [--lab NAME]           asks the server, then logs in at the git host
  onbench revoke [--lab NAME]         ends token and key at the server, then deletes them here
      --yes                           asks nothing
      --here-alone                    without the server: for when it cannot be reached

  --json                              one JSON event a line, for programs
  --trial-home FOLDER                 a folder in place of your home, for trying it out
  --help, --version

Ctrl-C gives up a code that is waited for; an approval that was on its way is revoked. Whatever else ends the
program, the same command goes on with the same code.
Exit codes: 0 done · 2 usage · 3 denied · 4 expired · 5 cancelled · 6 network or server · 7 keyring · 8 the lab's
policy · 9 Onbench runs already · 10 this workstation · 11 host key · 12 to be continued · 13 not enrolled
`;
