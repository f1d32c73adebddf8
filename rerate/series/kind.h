#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace rerate {

// What a figure is. Decides which operations make sense (docs/formulas.md): only indexes have
// trailing returns, only returns cumulate into an index, only rates become bond-equivalent.
enum class Kind : std::uint8_t {
  level,               // a quantity: production, assets, GDP
  price_index,         // index or price without dividends
  total_return_index,  // index or adjusted price with dividends reinvested
  return_,             // simple return over one period, in percent
  rate,                // interest or unemployment rate, in percent
  spread,              // difference of rates
  diffusion_index,     // 0..100, 50 is neutral
  balance,             // -100..100, 0 is neutral
  ratio,               // valuation or other ratio
  score,               // z-score, percentile, correlation: no unit of its own
  indicator,           // 0 or 1
};

std::string_view to_string(Kind kind);  // "return" for Kind::return_
std::optional<Kind> parse_kind(std::string_view text);

}  // namespace rerate
