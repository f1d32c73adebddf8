#include "rerate/formula/type_rules.h"

#include <fmt/format.h>

namespace rerate {
namespace {

constexpr std::size_t kLongestUnit = 80;

bool is_index(Kind kind) { return kind == Kind::price_index || kind == Kind::total_return_index; }
bool is_percent(std::string_view unit) { return unit == "percent" || unit == "pp"; }
bool is_unitless(std::string_view unit) { return unit.empty() || unit == "ratio"; }
bool units_fit(std::string_view a, std::string_view b) {
  return a == b || (is_percent(a) && is_percent(b)) || (is_unitless(a) && is_unitless(b));
}

auto conflict(ErrorCode code, std::string what, std::string mend) {
  return tl::unexpected(TypeConflict{code, std::move(what), std::move(mend)});
}

using Check = tl::expected<void, TypeConflict>;

Check check_frequencies(const Operand& left, const Operand& right) {
  const auto a = left.bound.type.frequency, b = right.bound.type.frequency;
  if (left.bound.constant || right.bound.constant || a == b) return {};
  const auto& finer = a < b ? left : right;
  return conflict(ErrorCode::formula_frequency,
                  fmt::format("frequencies differ: {} is {} and {} {}", left.quoted(), to_string(a),
                              right.quoted(), to_string(b)),
                  resample_mend(finer, std::max(a, b)));
}

Check check_units(const Operand& left, const Operand& right) {
  if (left.bound.constant || right.bound.constant) return {};
  const auto &a = left.bound.type.unit, &b = right.bound.type.unit;
  if (units_fit(a, b)) return {};
  return conflict(ErrorCode::formula_unit,
                  fmt::format("units differ: {} is {} and {} {}", left.quoted(), unit_in_words(a),
                              right.quoted(), unit_in_words(b)),
                  "bring both to one unit, e.g. growth with yoy(x) or scores with zscore(x)");
}

Check check_indexes(const Operand& left, const Operand& right) {
  const auto a = left.bound.type.kind, b = right.bound.type.kind;
  if (left.bound.constant || right.bound.constant || a == b || !is_index(a) || !is_index(b)) return {};
  const auto& price = a == Kind::price_index ? left : right;
  const auto& total = a == Kind::price_index ? right : left;
  return conflict(
      ErrorCode::formula_kind,
      fmt::format("a price index and a total-return index do not mix: {} leaves dividends out and "
                  "{} reinvests them",
                  price.quoted(), total.quoted()),
      "take two price indexes or two total-return indexes");
}

Check check_alike(const Operand& left, const Operand& right) {
  return check_frequencies(left, right).and_then([&] { return check_indexes(left, right); }).and_then([&] {
    return check_units(left, right);
  });
}

Bound joined(const Operand& left, const Operand& right) {
  const auto& series = left.bound.constant ? right.bound : left.bound;
  return {{series.type.frequency, Kind::level, ""},
          left.bound.constant && right.bound.constant,
          left.bound.overlapping || right.bound.overlapping};
}

Bound with(Bound bound, Kind kind, std::string unit) {
  bound.type.kind = kind;
  bound.type.unit = std::move(unit);
  return bound;
}

bool either(Kind a, Kind b, Kind wanted) { return a == wanted || b == wanted; }

// A return is earned over one period, a rate is a yield a year and a spread the distance of two figures: their
// sum is none of them, and index() would cumulate it.
Check check_returns(const Operand& left, const Operand& right) {
  if (left.bound.constant || right.bound.constant) return {};
  const auto yields = [](Kind kind) { return kind == Kind::rate || kind == Kind::spread; };
  const auto a = left.bound.type.kind, b = right.bound.type.kind;
  const bool left_earns = a == Kind::return_ && yields(b), right_earns = b == Kind::return_ && yields(a);
  if (!left_earns && !right_earns) return {};
  const auto& earned = left_earns ? left : right;
  const auto& other = left_earns ? right : left;
  return conflict(
      ErrorCode::formula_kind,
      fmt::format("{} is a return and {} {}: they do not mix", earned.quoted(), other.quoted(),
                  kind_in_words(other.bound.type.kind)),
      "take two returns, such as french.mkt_rf + french.rf, or two rates; x - y is their distance");
}

// The kind of a sum of unlike kinds in one unit: rate + spread is a rate. Returns keep to themselves.
Kind kind_of_sum(Kind a, Kind b) {
  if (a == b) return a == Kind::diffusion_index ? Kind::balance : a == Kind::indicator ? Kind::level : a;
  if (either(a, b, Kind::spread)) return a == Kind::spread ? b : a;
  if (either(a, b, Kind::diffusion_index) && either(a, b, Kind::balance)) return Kind::balance;
  if (either(a, b, Kind::score)) return Kind::score;
  return Kind::level;
}

bool is_percentage_kind(Kind kind) { return kind == Kind::rate || kind == Kind::return_; }

TypeResult sum_type(const Operand& left, const Operand& right) {
  const auto alike = check_alike(left, right).and_then([&] { return check_returns(left, right); });
  if (!alike) return tl::unexpected(alike.error());
  const auto &a = left.bound, &b = right.bound;
  auto result = joined(left, right);
  if (a.constant && b.constant) return result;
  if (a.constant || b.constant) {
    const auto& type = a.constant ? b.type : a.type;
    return with(result, type.kind == Kind::indicator ? Kind::level : type.kind, type.unit);
  }
  const auto kind = kind_of_sum(a.type.kind, b.type.kind);
  return with(result, kind, is_percentage_kind(kind) && is_percent(a.type.unit) ? "percent" : a.type.unit);
}

TypeResult difference_of(const Operand& left, const Operand& right) {
  const auto alike = check_alike(left, right);
  if (!alike) return tl::unexpected(alike.error());
  const auto &a = left.bound, &b = right.bound;
  auto result = joined(left, right);
  if (a.constant && b.constant) return result;
  if (b.constant) return sum_type(left, right);
  if (a.constant) {
    result.type = negated_type(b).type;
    return result;
  }
  // A rate less a spread is a rate again; everything else is the distance between two figures.
  if (b.type.kind == Kind::spread && a.type.kind == Kind::rate) return with(result, a.type.kind, a.type.unit);
  result.type =
      difference_type(a.type.kind == b.type.kind || is_percent(a.type.unit)
                          ? a.type
                          : SeriesType{a.type.frequency, kind_of_sum(a.type.kind, b.type.kind), a.type.unit});
  return result;
}

// x * c, c * x, x / c and products with a figure that has no unit.
SeriesType scaled(const SeriesType& type) {
  switch (type.kind) {
    case Kind::diffusion_index: return {type.frequency, Kind::balance, type.unit};
    case Kind::indicator: return {type.frequency, Kind::level, type.unit};
    default: return type;
  }
}

// An index times a series is no index any more; returns, rates and spreads keep what they are.
SeriesType weighted(const SeriesType& type) {
  auto result = scaled(type);
  if (is_index(type.kind)) result.kind = Kind::level;
  return result;
}

TypeResult compound(Bound result, std::string unit) {
  if (unit.size() > kLongestUnit)
    return conflict(ErrorCode::formula_unit, "the unit of this product has grown beyond reading",
                    "make the parts unitless first: divide like by like, or take log() or zscore()");
  return with(std::move(result), Kind::level, std::move(unit));
}

std::string factor(std::string_view unit) {
  const bool plain = unit.find_first_of("*/^") == std::string_view::npos;
  return plain ? std::string(unit) : fmt::format("({})", unit);
}

TypeResult product_type(const Operand& left, const Operand& right) {
  const auto frequencies = check_frequencies(left, right);
  if (!frequencies) return tl::unexpected(frequencies.error());
  const auto &a = left.bound, &b = right.bound;
  auto result = joined(left, right);
  if (a.constant && b.constant) return result;
  if (a.constant || b.constant) {
    result.type = scaled(a.constant ? b.type : a.type);
    return result;
  }
  if (is_unitless(a.type.unit) || is_unitless(b.type.unit)) {
    const bool take_left = is_unitless(b.type.unit) && !is_unitless(a.type.unit);
    result.type = weighted(take_left ? a.type : b.type);
    return result;
  }
  return compound(result, fmt::format("{}*{}", factor(a.type.unit), factor(b.type.unit)));
}

TypeResult quotient_type(const Operand& left, const Operand& right) {
  const auto& a = left.bound;
  const auto& b = right.bound;
  const auto fits = check_frequencies(left, right).and_then([&] { return check_indexes(left, right); });
  if (!fits) return tl::unexpected(fits.error());
  auto result = joined(left, right);
  if (a.constant && b.constant) return result;
  if (b.constant) {
    result.type = scaled(a.type);
    return result;
  }
  if (a.constant) {
    if (is_unitless(b.type.unit)) return with(result, Kind::ratio, "ratio");
    return compound(result, "1/" + factor(b.type.unit));
  }
  if (units_fit(a.type.unit, b.type.unit)) return with(result, Kind::ratio, "ratio");
  if (is_unitless(b.type.unit)) {
    result.type = weighted(a.type);
    return result;
  }
  return compound(result, is_unitless(a.type.unit)
                              ? "1/" + factor(b.type.unit)
                              : fmt::format("{}/{}", factor(a.type.unit), factor(b.type.unit)));
}

TypeResult power_type(const Operand& base, const Operand& exponent) {
  const auto frequencies = check_frequencies(base, exponent);
  if (!frequencies) return tl::unexpected(frequencies.error());
  auto result = joined(base, exponent);
  if (base.bound.constant && exponent.bound.constant) return result;
  if (!exponent.bound.constant && !is_unitless(exponent.bound.type.unit))
    return conflict(ErrorCode::formula_unit,
                    fmt::format("an exponent has no unit, and {} is {}", exponent.quoted(),
                                unit_in_words(exponent.bound.type.unit)),
                    "divide it by something in the same unit first");
  if (base.bound.constant || is_unitless(base.bound.type.unit)) return with(result, Kind::level, "");
  if (!exponent.bound.constant)
    return conflict(ErrorCode::formula_unit,
                    fmt::format("only a figure without a unit may be raised to a series, and {} is {}",
                                base.quoted(), unit_in_words(base.bound.type.unit)),
                    "divide it by something in the same unit first");
  return compound(result, fmt::format("{}^{}", factor(base.bound.type.unit), factor(exponent.shown())));
}

TypeResult comparison_type(const Operand& left, const Operand& right) {
  const auto alike = check_alike(left, right);
  if (!alike) return tl::unexpected(alike.error());
  return with(joined(left, right), Kind::indicator, "");
}

TypeResult logic_type(const Operand& left, const Operand& right) {
  for (const auto* operand : {&left, &right})
    if (operand->bound.type.kind != Kind::indicator)
      return conflict(
          ErrorCode::formula_kind,
          fmt::format("`and` and `or` join conditions, and {} is {}", operand->quoted(),
                      operand->bound.constant ? "a number" : kind_in_words(operand->bound.type.kind)),
          fmt::format("compare it first: {} > 0", operand->shown()));
  const auto frequencies = check_frequencies(left, right);
  if (!frequencies) return tl::unexpected(frequencies.error());
  return with(joined(left, right), Kind::indicator, "");
}

}  // namespace

TypeResult combine_types(Operation operation, const Operand& left, const Operand& right) {
  switch (operation) {
    case Operation::add: return sum_type(left, right);
    case Operation::subtract: return difference_of(left, right);
    case Operation::multiply: return product_type(left, right);
    case Operation::divide: return quotient_type(left, right);
    case Operation::power: return power_type(left, right);
    case Operation::and_:
    case Operation::or_: return logic_type(left, right);
    default: return comparison_type(left, right);
  }
}

TypeResult blend_types(const Operand& left, const Operand& right) {
  if (left.bound.constant || right.bound.constant || left.bound.type.kind != right.bound.type.kind)
    return sum_type(left, right);
  const auto alike = check_alike(left, right);
  if (!alike) return tl::unexpected(alike.error());
  return with(joined(left, right), left.bound.type.kind, left.bound.type.unit);
}

Bound negated_type(const Bound& bound) {
  auto result = bound;
  switch (bound.type.kind) {
    case Kind::price_index:
    case Kind::total_return_index: result.type.kind = Kind::level; break;
    case Kind::diffusion_index: result.type.kind = Kind::balance; break;
    case Kind::indicator: result.type.kind = bound.constant ? Kind::level : Kind::score; break;
    default: break;
  }
  return result;
}

SeriesType difference_type(const SeriesType& type) {
  const auto unit = is_percent(type.unit) ? std::string("pp") : type.unit;
  switch (type.kind) {
    case Kind::return_:
    case Kind::rate:
    case Kind::spread:
    case Kind::ratio: return {type.frequency, Kind::spread, unit};
    case Kind::diffusion_index:
    case Kind::balance: return {type.frequency, Kind::balance, type.unit};
    case Kind::score:
    case Kind::indicator: return {type.frequency, Kind::score, type.unit};
    default: return {type.frequency, Kind::level, unit};
  }
}

std::string unit_in_words(std::string_view unit) {
  return unit.empty() ? std::string("without a unit") : fmt::format("in {}", unit);
}

std::string kind_in_words(Kind kind) {
  switch (kind) {
    case Kind::level: return "a level";
    case Kind::price_index: return "a price index";
    case Kind::total_return_index: return "a total-return index";
    case Kind::return_: return "a return";
    case Kind::rate: return "a rate";
    case Kind::spread: return "a spread";
    case Kind::diffusion_index: return "a diffusion index";
    case Kind::balance: return "a balance";
    case Kind::ratio: return "a ratio";
    case Kind::score: return "a score";
    default: return "an indicator";
  }
}

std::string_view frequency_word(Frequency frequency) {
  constexpr std::string_view kWords[] = {"day", "week", "month", "quarter", "year"};
  return kWords[static_cast<int>(frequency)];
}

std::string resample_mend(const Operand& finer, Frequency coarser) {
  const auto kind = finer.bound.type.kind;
  if (kind == Kind::return_)
    return fmt::format("write ret(resample(index({}), {}, last), {})", finer.shown(), frequency_word(coarser),
                       to_string(Duration{1, static_cast<Duration::Unit>(static_cast<int>(coarser))}));
  const bool point_in_time = is_index(kind) || kind == Kind::ratio || kind == Kind::indicator;
  return fmt::format("write resample({}, {}, {})", finer.shown(), frequency_word(coarser),
                     point_in_time ? "last" : "mean");
}

}  // namespace rerate
