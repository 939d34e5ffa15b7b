{{/* Labels of everything that belongs to a store. Takes a dict: root, component (may be left out). */}}
{{- define "store-common.labels" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
{{ include "store-common.fixedLabels" . }}
{{- end }}

{{/* Labels that never change, for selectors and for claims, which cannot be changed later. */}}
{{- define "store-common.fixedLabels" -}}
app.kubernetes.io/part-of: storeyard
{{- with .component }}
app.kubernetes.io/component: {{ . }}
{{- end }}
storeyard/store: {{ include "store-common.id" .root }}
{{- /* No platform's, whatever the ids of its stores: what has no such label is the platform's that has a store of this id. */}}
{{- if not .root.Values.store.id }}
storeyard/installation: helm
{{- end }}
{{- end }}

{{- define "store-common.selectorLabels" -}}
app.kubernetes.io/component: {{ .component }}
storeyard/store: {{ include "store-common.id" .root }}
{{- end }}

{{/*
Stops at values that the schema allows one by one, and that make no store together. Takes the root. What the platform fills in may be
empty where a person installs the chart (_plain.tpl).
*/}}
{{- define "store-common.validate" -}}
{{- if ne .Release.Name (include "store-common.id" .) }}
{{- fail (printf "The release is called %s, but store.id is %s: the release of a store is named by its id." .Release.Name .Values.store.id) }}
{{- end }}
{{- include "store-common.validatePlain" . }}
{{- range $part := keys (omit .Values.image "registry" "tag") | sortAlpha }}
{{- if not (include "store-common.image" (dict "root" $ "part" $part)) }}
{{- fail (printf "image.%s is empty: playbooks/images.yml builds the images and says their names." $part) }}
{{- end }}
{{- end }}
{{- $address := include "store-common.url" . }}
{{- $url := urlParse $address }}
{{- $host := first (concat .Values.store.domains (list (include "store-common.host" .))) }}
{{- if ne (splitList ":" $url.host | first) $host }}
{{- fail (printf "store.url is %s, which is not on %s, %s." $address (ternary "the first of store.domains" "store.host" (gt (len .Values.store.domains) 0)) $host) }}
{{- end }}
{{- if ne $url.scheme (ternary "https" "http" .Values.ingress.tls) }}
{{- fail (printf "store.url is %s, but ingress.tls is %t." $address .Values.ingress.tls) }}
{{- end }}
{{- if and (eq .Values.ingress.certificates.from "issuer") (not .Values.ingress.certificates.issuer) }}
{{- fail "ingress.certificates.issuer is empty, but ingress.certificates.from is issuer: a ClusterIssuer has to be named." }}
{{- end }}
{{- end }}
