import { useSpeech } from "../speech"

interface QuantityProps {
  label: string
  value: number
  most: number
  disabled?: boolean
  onChange: (quantity: number) => void
}

/** Fewer, the number, more: three things that a thumb can hit. */
export function Quantity({ label, value, most, disabled = false, onChange }: QuantityProps) {
  const { texts, number } = useSpeech()
  return (
    <div className="quantity" role="group" aria-label={label}>
      <button type="button" aria-label={texts.oneLess} disabled={disabled || value <= 1} onClick={() => onChange(value - 1)}>−</button>
      <output aria-live="polite">{number(value)}</output>
      <button type="button" aria-label={texts.oneMore} disabled={disabled || value >= most} onClick={() => onChange(value + 1)}>+</button>
    </div>
  )
}
