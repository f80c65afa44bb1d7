// Real kpt, as far as functions and packages go: its own commands, over its library.
//
// The whole program also has alpha commands, whose module the Go proxy does not always have.
package main

import (
	"context"
	"fmt"
	"os"
	"runtime/debug"
	"strings"

	"github.com/kptdev/kpt/commands/fn"
	"github.com/kptdev/kpt/commands/pkg"
	"github.com/kptdev/kpt/pkg/printer"
	"github.com/spf13/cobra"
)

const library = "github.com/kptdev/kpt"

func main() {
	root := &cobra.Command{Use: "kpt", SilenceUsage: true}
	root.PersistentFlags().BoolVar(&printer.TruncateOutput, "truncate-output", true, "")
	ctx := printer.WithContext(context.Background(), printer.New(os.Stdout, os.Stderr))
	root.AddCommand(fn.GetCommand(ctx, root.Name()), pkg.GetCommand(ctx, root.Name()), version())
	if root.Execute() != nil {
		os.Exit(1)
	}
}

func version() *cobra.Command {
	return &cobra.Command{Use: "version", Run: func(*cobra.Command, []string) {
		build, _ := debug.ReadBuildInfo()
		for _, module := range build.Deps {
			if module.Path == library {
				fmt.Println(strings.TrimPrefix(module.Version, "v"))
			}
		}
	}}
}
