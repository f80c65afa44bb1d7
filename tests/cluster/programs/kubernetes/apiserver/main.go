// Command apiserver is the API server alone: of an old release the module proxy has no more.
package main

import (
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
	"stateful-renderer.dev/tests/cluster/kubernetes/program"
)

func main() {
	program.Commands{
		"kube-apiserver":      app.NewAPIServerCommand,
		"service-account-key": program.NewKeyCommand,
	}.Run()
}
