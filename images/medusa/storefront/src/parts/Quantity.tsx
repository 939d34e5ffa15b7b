interface QuantityProps {
  label: string
  value: number
  most: number
  disabled?: boolean
  onChange: (quantity: number) => void
}

/** Fewer, the number, more: three things that a thumb can hit. */
export function Quantity({ label, value, most, disabled = false, onChange }: QuantityProps) {
  return (
    <div className="quantity" role="group" aria-label={label}>
      <button type="button" aria-label="One less" disabled={disabled || value <= 1} onClick={() => onChange(value - 1)}>−</button>
      <output aria-live="polite">{value}</output>
      <button type="button" aria-label="One more" disabled={disabled || value >= most} onClick={() => onChange(value + 1)}>+</button>
    </div>
  )
}
