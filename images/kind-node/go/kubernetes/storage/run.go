package storage

import (
	"context"
	"flag"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/util/workqueue"
	"sigs.k8s.io/sig-storage-lib-external-provisioner/v13/controller"
)

// RunProvisioner runs in a pod that has the node's folder of volumes, until it is killed.
func RunProvisioner() {
	// of its own: other programs of this binary have flags of the same names
	flags := flag.NewFlagSet("local-path-provisioner", flag.ExitOnError)
	node := flags.String("node", "", "this node's name")
	path := flags.String("path", "/var/local-path-provisioner", "where the volumes are; the same here as on the node")
	name := flags.String("provisioner", "storeyard/local-path", "the provisioner that the StorageClass names")
	kubeconfig := flags.String("kubeconfig", "", "how to reach the API server from outside a pod")
	_ = flags.Parse(os.Args[1:]) // ends the program on an error
	if *node == "" {
		log.Fatal("--node is missing")
	}
	config, err := clientcmd.BuildConfigFromFlags("", *kubeconfig)
	if err != nil {
		log.Fatal(err)
	}
	p, err := newProvisioner(*node, *path)
	if err != nil {
		log.Fatal(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	config.QPS = -1 // the API server's own limits are enough
	p.run(ctx, kubernetes.NewForConfigOrDie(config), *name)
}

// run serves until the context ends.
func (p *provisioner) run(ctx context.Context, client kubernetes.Interface, name string) {
	for err := p.sweep(ctx, client); err != nil && ctx.Err() == nil; err = p.sweep(ctx, client) {
		log.Print(err) // the API server is not up yet
		time.Sleep(200 * time.Millisecond)
	}
	controller.NewProvisionController(ctx, client, name, p,
		controller.LeaderElection(false), // each node has its own
		controller.AddFinalizer(true),    // a volume that is deleted before its claim does not leave its folder behind
		controller.FailedProvisionThreshold(0),
		controller.FailedDeleteThreshold(0), // 0: tries again for ever
		controller.RateLimiter(workqueue.NewTypedItemExponentialFailureRateLimiter[string](100*time.Millisecond, time.Minute)),
		controller.CreateProvisionedPVInterval(time.Second),
	).Run(ctx)
}
