package netpol

import (
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

func aPod(namespace, name, address string, labels map[string]string) pod {
	return pod{&corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name, Labels: labels},
		Spec: corev1.PodSpec{Containers: []corev1.Container{{
			Ports: []corev1.ContainerPort{{Name: "http", ContainerPort: 8080, Protocol: corev1.ProtocolTCP}},
		}}},
	}, address}
}

func aNamespace(name string) *corev1.Namespace {
	return &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{
		Name: name, Labels: map[string]string{"kubernetes.io/metadata.name": name},
	}}
}

// shop admits only its own pods on the port http, and traefik; it lets its pods out to 443 outside private networks.
func shop(namespace string) *networkingv1.NetworkPolicy {
	http, https := intstr.FromString("http"), intstr.FromInt32(443)
	return &networkingv1.NetworkPolicy{
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: "shop"},
		Spec: networkingv1.NetworkPolicySpec{
			PolicyTypes: []networkingv1.PolicyType{networkingv1.PolicyTypeIngress, networkingv1.PolicyTypeEgress},
			Ingress: []networkingv1.NetworkPolicyIngressRule{{
				From: []networkingv1.NetworkPolicyPeer{
					{PodSelector: &metav1.LabelSelector{}},
					{NamespaceSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"kubernetes.io/metadata.name": "traefik"}}},
				},
				Ports: []networkingv1.NetworkPolicyPort{{Port: &http}},
			}},
			Egress: []networkingv1.NetworkPolicyEgressRule{{
				To:    []networkingv1.NetworkPolicyPeer{{IPBlock: &networkingv1.IPBlock{CIDR: "0.0.0.0/0", Except: []string{"10.0.0.0/8"}}}},
				Ports: []networkingv1.NetworkPolicyPort{{Port: &https}},
			}},
		},
	}
}

func table(policies ...*networkingv1.NetworkPolicy) string {
	pods := []pod{
		aPod("store-a", "web", "10.244.0.5", nil),
		aPod("store-b", "web", "10.244.0.6", nil),
		aPod("traefik", "traefik", "10.244.0.7", nil),
	}
	namespaces := []*corev1.Namespace{aNamespace("store-a"), aNamespace("store-b"), aNamespace("traefik")}
	return render("10.244.0.0/24", pods, namespaces, policies)
}

func TestPodsWithoutAPolicyMayDoEverything(t *testing.T) {
	got := table()

	for _, want := range []string{"10.244.0.5 : return", "10.244.0.6 : return"} {
		if strings.Count(got, want) != 2 { // once each way
			t.Errorf("want %q in both maps:\n%s", want, got)
		}
	}
}

func TestAnAddressThatNoPodHasMayDoNothing(t *testing.T) {
	for _, want := range []string{"chain egress { ip saddr vmap @egress_of; drop; }", "chain ingress { ip daddr vmap @ingress_of; drop; }"} {
		if got := table(); !strings.Contains(got, want) {
			t.Errorf("want %q:\n%s", want, got)
		}
	}
}

func TestAPolicyAdmitsItsPeersOnTheirPortAndDropsTheRest(t *testing.T) {
	got := table(shop("store-a"))

	admit := "ip saddr { 10.244.0.5, 10.244.0.7 } tcp dport 8080 return\ndrop\n}"
	if !strings.Contains(got, admit) {
		t.Errorf("want %q:\n%s", admit, got)
	}
	if !strings.Contains(got, "10.244.0.5 : goto ingress_0") || !strings.Contains(got, "10.244.0.6 : return") {
		t.Errorf("the policy holds for its own namespace only:\n%s", got)
	}
}

func TestABlockOfAddressesKeepsItsExceptions(t *testing.T) {
	want := "ip daddr 0.0.0.0/0 ip daddr != 10.0.0.0/8 tcp dport 443 return"
	if got := table(shop("store-a")); !strings.Contains(got, want) {
		t.Errorf("want %q:\n%s", want, got)
	}
}

func TestOrderOfPodsAndPoliciesDoesNotMatter(t *testing.T) {
	if table(shop("store-a"), shop("store-b")) != table(shop("store-b"), shop("store-a")) {
		t.Error("the same policies gave two tables")
	}
}
