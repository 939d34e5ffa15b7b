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
storeyard/store: {{ .root.Values.store.id }}
{{- end }}

{{- define "store-common.selectorLabels" -}}
app.kubernetes.io/component: {{ .component }}
storeyard/store: {{ .root.Values.store.id }}
{{- end }}

{{/* Stops at values that the schema allows one by one, and that make no store together. Takes the root. */}}
{{- define "store-common.validate" -}}
{{- if ne .Release.Name .Values.store.id }}
{{- fail (printf "The release is called %s, but store.id is %s: the release of a store is named by its id." .Release.Name .Values.store.id) }}
{{- end }}
{{- range $name, $image := .Values.image }}
{{- if not $image }}
{{- fail (printf "image.%s is empty: playbooks/images.yml builds the images and says their names." $name) }}
{{- end }}
{{- end }}
{{- $url := urlParse .Values.store.url }}
{{- $host := first (concat .Values.store.domains (list .Values.store.host)) }}
{{- if ne (splitList ":" $url.host | first) $host }}
{{- fail (printf "store.url is %s, which is not on %s, %s." .Values.store.url (ternary "the first of store.domains" "store.host" (gt (len .Values.store.domains) 0)) $host) }}
{{- end }}
{{- if ne $url.scheme (ternary "https" "http" .Values.ingress.tls) }}
{{- fail (printf "store.url is %s, but ingress.tls is %t." .Values.store.url .Values.ingress.tls) }}
{{- end }}
{{- if and (eq .Values.ingress.certificates.from "issuer") (not .Values.ingress.certificates.issuer) }}
{{- fail "ingress.certificates.issuer is empty, but ingress.certificates.from is issuer: a ClusterIssuer has to be named." }}
{{- end }}
{{- end }}
