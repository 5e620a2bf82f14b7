{{/* Names and labels that every template uses. */}}
{{- define "tierline.name" -}}
{{- printf "%s-tierline" .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "tierline.selector" -}}
app.kubernetes.io/name: tierline
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end -}}

{{- define "tierline.labels" -}}
{{ include "tierline.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
{{- end -}}

{{/* Its pods bear the job's name as a label, which ends at 63. */}}
{{- define "tierline.migration" -}}
{{- printf "%s-migration" (include "tierline.name" . | trunc 53 | trimSuffix "-") -}}
{{- end -}}

{{- define "tierline.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
