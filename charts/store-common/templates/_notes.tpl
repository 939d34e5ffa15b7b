{{/* What `helm install` says at its end. Takes the root. */}}
{{- define "store-common.notes" -}}
{{- $engine := include "store-common.engine" . | fromYaml -}}
{{- $url := include "store-common.url" . -}}
{{- $namespace := .Release.Namespace -}}
The shop, once it runs:  {{ $url }}
Its admin:               {{ $url }}{{ $engine.admin_path }}
  user                   {{ include "store-common.adminEmail" . }}
  password               kubectl -n {{ $namespace }} get secret {{ include "store-common.secretName" . }} -o jsonpath='{.data.admin-password}' | base64 -d; echo
{{- if .Values.ingress.tls }}
Its certificate:         the Secret {{ .Values.ingress.tlsSecretName }}: kubectl -n {{ $namespace }} create secret tls {{ .Values.ingress.tlsSecretName }} --cert=FILE --key=FILE
{{- end }}

Wait until it runs:      kubectl -n {{ $namespace }} rollout status deployment/web
{{- if .Values.test.enabled }}
Have it sell:            helm test {{ .Release.Name }} -n {{ $namespace }} --logs
{{- end }}
{{- if .Values.fence.create }}
The rest of the fence:   kubectl label namespace {{ $namespace }} pod-security.kubernetes.io/enforce=restricted
{{- end }}
What was installed:      helm history {{ .Release.Name }} -n {{ $namespace }}
The end of it:           helm uninstall {{ .Release.Name }} -n {{ $namespace }}
{{- if eq .Values.onUninstall "keep" }}
  Data and Secret stay, and the same installation takes them up again. With them: kubectl delete namespace {{ $namespace }}
{{- else if eq .Values.onUninstall "delete" }}
  Its data goes with it.
{{- end }}
{{- end }}
