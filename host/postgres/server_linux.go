package postgres

import "syscall"

// dieWithParent asks the kernel to shut the server down when we are killed.
func dieWithParent(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGINT }
