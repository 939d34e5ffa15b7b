{{/*
The ways through the namespace's default-deny: ingress controller -> web -> db, and web -> the internet on 443 and on the ports of its
mail relay and of where it calls its payment provider, if it has them. A copy of a store has no way there: whatever its plugins try, no mail, no payment and no webhook leaves it.
With cron also cron -> web, with queuePort also web -> queue. Takes a dict: root, webPort, dbPort, cron and queuePort (may be left out).
*/}}
{{- define "store-common.networkPolicies" -}}
{{- $web := dict "root" .root "component" "web" -}}
{{- $db := dict "root" .root "component" "db" -}}
{{- $cron := dict "root" .root "component" "cron" -}}
{{- $queue := dict "root" .root "component" "queue" -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web
  labels:
    {{- include "store-common.labels" $web | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "store-common.selectorLabels" $web | nindent 6 }}
  policyTypes: [Ingress, Egress]
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: {{ .root.Values.ingress.namespace }}
          podSelector:
            matchLabels:
              {{- .root.Values.ingress.podLabels | default (dict "app.kubernetes.io/name" "traefik") | toYaml | nindent 14 }}
        {{- if .cron }}
        - podSelector:
            matchLabels:
              {{- include "store-common.selectorLabels" $cron | nindent 14 }}
        {{- end }}
        {{- if (.root.Values.test).enabled }}
        - podSelector:
            matchLabels:
              {{- include "store-common.selectorLabels" (dict "root" .root "component" "test") | nindent 14 }}
        {{- end }}
      ports:
        - protocol: TCP
          port: {{ .webPort }}
  egress:
    - to:
        - podSelector:
            matchLabels:
              {{- include "store-common.selectorLabels" $db | nindent 14 }}
      ports:
        - protocol: TCP
          port: {{ .dbPort }}
    {{- if .queuePort }}
    - to:
        - podSelector:
            matchLabels:
              {{- include "store-common.selectorLabels" $queue | nindent 14 }}
      ports:
        - protocol: TCP
          port: {{ .queuePort }}
    {{- end }}
    {{- if not .root.Values.store.copy }}
    # The internet, IPv4 only: no private network, so no node, no API server, no metadata address.
    - to:
        - ipBlock:
            cidr: 0.0.0.0/0
            except:
              {{- include "store-common.notInternet" .root | nindent 14 }}
      ports:
        - protocol: TCP
          port: 443
    {{- with .root.Values.store.mail }}
    {{- if .host }}
    # Its mail relay, which only the cluster's owner can have in a private network.
    - to:
        - ipBlock:
            {{- if .network }}
            cidr: {{ .network }}
            {{- else }}
            cidr: 0.0.0.0/0
            except:
              {{- include "store-common.notInternet" $.root | nindent 14 }}
            {{- end }}
      ports:
        - protocol: TCP
          port: {{ .port }}
    {{- end }}
    {{- end }}
    {{- with .root.Values.store.payments }}
    {{- if and .provider .apiHost }}
    # Where it calls its payment provider, which only the cluster's owner can have elsewhere than on the internet's port 443.
    - to:
        - ipBlock:
            {{- if .network }}
            cidr: {{ .network }}
            {{- else }}
            cidr: 0.0.0.0/0
            except:
              {{- include "store-common.notInternet" $.root | nindent 14 }}
            {{- end }}
      ports:
        - protocol: TCP
          port: {{ .apiPort }}
    {{- end }}
    {{- end }}
    {{- end }}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: db
  labels:
    {{- include "store-common.labels" $db | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "store-common.selectorLabels" $db | nindent 6 }}
  policyTypes: [Ingress, Egress]
  ingress:
    - from:
        - podSelector:
            matchLabels:
              {{- include "store-common.selectorLabels" $web | nindent 14 }}
      ports:
        - protocol: TCP
          port: {{ .dbPort }}
  egress: []
{{- if .queuePort }}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: queue
  labels:
    {{- include "store-common.labels" $queue | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "store-common.selectorLabels" $queue | nindent 6 }}
  policyTypes: [Ingress, Egress]
  ingress:
    - from:
        - podSelector:
            matchLabels:
              {{- include "store-common.selectorLabels" $web | nindent 14 }}
      ports:
        - protocol: TCP
          port: {{ .queuePort }}
  egress: []
{{- end }}
{{- if eq (include "store-common.certificatesFrom" .root) "issuer" }}
---
# cert-manager proves a name by a pod in this namespace, which answers to the ingress controller and asks nobody.
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: certificates
  labels:
    {{- include "store-common.labels" $web | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      acme.cert-manager.io/http01-solver: "true"
  policyTypes: [Ingress, Egress]
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: {{ .root.Values.ingress.namespace }}
          podSelector:
            matchLabels:
              {{- .root.Values.ingress.podLabels | default (dict "app.kubernetes.io/name" "traefik") | toYaml | nindent 14 }}
      ports:
        - protocol: TCP
          port: 8089
  egress: []
{{- end }}
{{- if .cron }}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: cron
  labels:
    {{- include "store-common.labels" $cron | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "store-common.selectorLabels" $cron | nindent 6 }}
  policyTypes: [Ingress, Egress]
  ingress: []
  egress:
    - to:
        - podSelector:
            matchLabels:
              {{- include "store-common.selectorLabels" $web | nindent 14 }}
      ports:
        - protocol: TCP
          port: {{ .webPort }}
{{- end }}
{{- end }}

{{/* Where certificates of https come from; an empty text without https. Takes the root. */}}
{{- define "store-common.certificatesFrom" -}}
{{- if .Values.ingress.tls }}
{{- .Values.ingress.certificates.from }}
{{- end }}
{{- end }}

{{/* Everything that is no public address (RFC 6890), and what the cluster's owner adds. */}}
{{- define "store-common.notInternet" -}}
{{- $blocks := list "0.0.0.0/8" "10.0.0.0/8" "100.64.0.0/10" "127.0.0.0/8" "169.254.0.0/16" "172.16.0.0/12" "192.0.0.0/24" "192.168.0.0/16" "198.18.0.0/15" "224.0.0.0/4" "240.0.0.0/4" }}
{{- range concat $blocks .Values.fence.exceptCidrs | uniq }}
- {{ . | quote }}
{{- end }}
{{- end }}

{{/* The host name that the shop's address is at: its primary domain, or the platform's own. Takes the root. */}}
{{- define "store-common.publicHost" -}}
{{- splitList ":" (urlParse (include "store-common.url" .)).host | first }}
{{- end }}

{{/*
The store's address: the platform's host name, and the shop's own domains. Each has a certificate of its own, so that one that cannot
be had keeps the others from nothing. Takes the root.
*/}}
{{- define "store-common.ingress" -}}
{{- $from := include "store-common.certificatesFrom" . -}}
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  labels:
    {{- include "store-common.labels" (dict "root" . "component" "web") | nindent 4 }}
  {{- if eq $from "issuer" }}
  annotations:
    cert-manager.io/cluster-issuer: {{ .Values.ingress.certificates.issuer | quote }}
  {{- end }}
spec:
  ingressClassName: {{ .Values.ingress.className }}
  rules:
    {{- range concat (list (include "store-common.host" .)) .Values.store.domains }}
    - host: {{ . | quote }}
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: web
                port:
                  name: http
    {{- end }}
  {{- if .Values.ingress.tls }}
  tls:
    - hosts: [{{ include "store-common.host" . | quote }}]
      {{- if ne $from "resolver" }}
      secretName: {{ .Values.ingress.tlsSecretName | default "web-tls" }}
      {{- end }}
    {{- range .Values.store.domains }}
    - hosts: [{{ . | quote }}]
      {{- if ne $from "resolver" }}
      secretName: web-tls-{{ sha256sum . | trunc 10 }}
      {{- end }}
    {{- end }}
  {{- end }}
{{- end }}
