#include "rerate/formula/function_types.h"

#include <fmt/format.h>

#include "rerate/formula/reach.h"
#include "rerate/formula/type_rules.h"

namespace rerate {
namespace {

Operand operand(const BoundCall& call, std::size_t i) { return {call[i], call.source(), call.node(i).span}; }

// Folds the arguments from `first` on with a rule for two; a conflict points at the later argument.
template <class Rule>
Bound folded(const BoundCall& call, std::size_t first, Rule rule) {
  Bound result = call[first];
  auto named = first;  // what a message shows for the arguments so far: the first that is no number
  for (std::size_t i = first + 1; i < call.count(); ++i) {
    auto next = rule(Operand{result, call.source(), call.node(named).span}, operand(call, i));
    if (!next) call.refuse(i, next.error().code, std::move(next.error().what), std::move(next.error().mend));
    if (result.constant) named = i;
    result = std::move(*next);
  }
  return result;
}

Bound add_types(const BoundCall& call) {
  return folded(call, 0,
                [](const Operand& a, const Operand& b) { return combine_types(Operation::add, a, b); });
}

bool is_index(Kind kind) { return kind == Kind::price_index || kind == Kind::total_return_index; }

std::string_view why_no_growth(Kind kind) {
  switch (kind) {
    case Kind::rate: return "already in percent";
    case Kind::return_: return "a growth already";
    case Kind::spread:
    case Kind::balance: return "passing through zero";
    case Kind::diffusion_index: return "bounded by 0 and 100";
    case Kind::ratio: return "no price";
    default: return "without a scale of its own";
  }
}

void check_grows(const BoundCall& call) {
  const auto& type = call.series(0).type;
  const bool ratio_grows = type.kind == Kind::ratio && call.name() != "ret";
  if (type.kind == Kind::level || is_index(type.kind) || ratio_grows) return;
  const auto horizon = call.has(1)            ? to_string(call.node(1).duration)
                       : call.name() == "yoy" ? std::string("12m")
                                              : to_string(one_period(type.frequency));
  const auto what = fmt::format("`{}` needs a positive level or an index; {} is {}, {}", call.name(),
                                call.quoted(0), kind_in_words(type.kind), why_no_growth(type.kind));
  call.refuse(0, ErrorCode::formula_kind, what,
              type.kind == Kind::return_
                  ? fmt::format("cumulate it first: {}(index({}){})", call.name(), call.shown(0),
                                call.name() == "yoy" ? "" : ", " + horizon)
                  : fmt::format("write diff({}, {})", call.shown(0), horizon));
}

// The duration of a window must hold enough observations for the statistic, where it counts them.
void check_window(const BoundCall& call, std::size_t i, Frequency frequency, int least) {
  call.check_duration(i, frequency);
  const auto reach = *reach_of(call.node(i).duration, frequency);
  if (reach.on_calendar || reach.observations >= least) return;
  call.refuse(i, ErrorCode::formula_duration,
              fmt::format("`{}` needs a window of at least {} observations; {} holds {}", call.name(), least,
                          to_string(call.node(i).duration), reach.observations),
              "write a longer window, such as 5y");
}

Bound with_kind(Bound bound, Kind kind, std::string unit) {
  bound.type.kind = kind;
  bound.type.unit = std::move(unit);
  return bound;
}

}  // namespace

Bound bind_lag(const BoundCall& call) {
  auto result = call.series(0);
  call.check_duration(1, result.type.frequency);
  return result;
}

Bound bind_diff(const BoundCall& call) {
  auto result = call.series(0);
  if (call.has(1)) call.check_duration(1, result.type.frequency);
  result.type = difference_type(result.type);
  return result;
}

Bound bind_growth(const BoundCall& call) {
  check_grows(call);
  const auto& type = call.series(0).type;
  if (call.has(1)) call.check_duration(1, type.frequency);
  const auto horizon = call.has(1)            ? call.node(1).duration
                       : call.name() == "yoy" ? Duration{12, Duration::Unit::month}
                                              : one_period(type.frequency);
  const auto reach = *reach_of(horizon, type.frequency);
  const bool is_return = call.name() == "ret" || is_index(type.kind);
  return {{type.frequency, is_return ? Kind::return_ : Kind::rate, "percent"},
          false,
          reach.on_calendar || reach.observations > 1};
}

Bound bind_log_or_exp(const BoundCall& call) { return with_kind(call[0], Kind::level, ""); }

Bound bind_abs(const BoundCall& call) {
  auto result = call[0];
  if (result.type.kind == Kind::indicator) result.type.kind = Kind::level;
  return result;
}

Bound bind_blend(const BoundCall& call) { return folded(call, 0, blend_types); }

Bound bind_sum(const BoundCall& call) { return add_types(call); }

Bound bind_clip(const BoundCall& call) {
  const auto &low = call.node(1), &high = call.node(2);
  if (low.type == Node::Type::number && high.type == Node::Type::number && low.number > high.number)
    call.refuse(
        1, ErrorCode::formula_arguments,
        fmt::format("`clip` from {} to {}: the lower end is above the upper", call.shown(1), call.shown(2)),
        fmt::format("write clip({}, {}, {})", call.shown(0), call.shown(2), call.shown(1)));
  return folded(call, 0, blend_types);
}

Bound bind_when(const BoundCall& call) {
  const auto condition = operand(call, 0);
  if (condition.bound.type.kind != Kind::indicator)
    call.refuse(0, ErrorCode::formula_kind,
                fmt::format("`when` needs a condition; {} is {}", condition.quoted(),
                            condition.bound.constant ? "a number" : kind_in_words(condition.bound.type.kind)),
                fmt::format("compare it first: {} > 0", condition.shown()));
  auto result = folded(call, 1, blend_types);
  if (condition.bound.constant) return result;
  if (result.constant) {
    result.type.frequency = condition.bound.type.frequency;
    result.constant = false;
    return result;
  }
  // Only the frequencies must agree: a number in place of the condition's unit would fit anything.
  const auto unit = result.type.unit;
  const Bound bare{{condition.bound.type.frequency, Kind::level, unit}, false, false};
  const Bound values{{result.type.frequency, Kind::level, unit}, false, false};
  const auto valued = call[1].constant ? 2u : 1u;
  auto fits = combine_types(Operation::add, Operand{bare, call.source(), call.node(0).span},
                            Operand{values, call.source(), call.node(valued).span});
  if (!fits) call.refuse(0, fits.error().code, std::move(fits.error().what), std::move(fits.error().mend));
  return result;
}

Bound bind_index(const BoundCall& call) {
  const auto& bound = call.series(0);
  if (bound.type.kind != Kind::return_)
    call.refuse(
        0, ErrorCode::formula_kind,
        fmt::format("`index` cumulates returns; {} is {}", call.quoted(0), kind_in_words(bound.type.kind)),
        "give it simple returns of one period, in percent");
  if (bound.overlapping)
    call.refuse(
        0, ErrorCode::formula_kind,
        fmt::format("`index` cumulates returns of one period each; those of {} overlap or leave gaps",
                    call.quoted(0)),
        fmt::format("give it returns of one {}, such as pct(x)", frequency_word(bound.type.frequency)));
  return with_kind(bound, Kind::total_return_index, "index");
}

Bound bind_total_return(const BoundCall& call) {
  const auto& price = call.series(0);
  const auto& dividend = call.series(1);
  if (price.type.kind != Kind::price_index && price.type.kind != Kind::level)
    call.refuse(0, ErrorCode::formula_kind,
                fmt::format("`total_return` needs a price without dividends; {} is {}", call.quoted(0),
                            kind_in_words(price.type.kind)),
                "for the return of an index that reinvests them write pct(x)");
  if (dividend.type.kind != Kind::level)
    call.refuse(1, ErrorCode::formula_kind,
                fmt::format("`total_return` needs dividends in the price's unit; {} is {}", call.quoted(1),
                            kind_in_words(dividend.type.kind)),
                "give it what was paid within each period: dividend / 12 for a month of a year's");
  const auto fits = combine_types(Operation::add, operand(call, 0), operand(call, 1));
  if (!fits) call.refuse(1, fits.error().code, fits.error().what, fits.error().mend);
  return {{price.type.frequency, Kind::return_, "percent"}, false, false};
}

Bound bind_moving_average(const BoundCall& call) {
  auto result = call.series(0);
  check_window(call, 1, result.type.frequency, 1);
  if (result.type.kind == Kind::return_) result.overlapping = true;
  if (result.type.kind == Kind::indicator) return with_kind(result, Kind::ratio, "ratio");
  return result;
}

Bound bind_std(const BoundCall& call) {
  auto result = call.series(0);
  check_window(call, 1, result.type.frequency, 2);
  result.type = difference_type(result.type);
  return result;
}

Bound bind_score(const BoundCall& call) {
  const auto& bound = call.series(0);
  if (call.has(1)) check_window(call, 1, bound.type.frequency, 2);
  return with_kind(bound, Kind::score, "");
}

namespace {

Bound bind_pair(const BoundCall& call) {
  call.series(0);
  call.series(1);
  const auto fits = combine_types(Operation::multiply, operand(call, 0), operand(call, 1));
  if (!fits && fits.error().code == ErrorCode::formula_frequency)
    call.refuse(1, fits.error().code, fits.error().what, fits.error().mend);
  check_window(call, 2, call[0].type.frequency, 3);
  return {call[0].type, false, call[0].overlapping || call[1].overlapping};
}

}  // namespace

Bound bind_rolling_corr(const BoundCall& call) { return with_kind(bind_pair(call), Kind::score, ""); }
Bound bind_rolling_beta(const BoundCall& call) { return with_kind(bind_pair(call), Kind::ratio, "ratio"); }

namespace {

void check_sums(const BoundCall& call, const SeriesType& type) {
  switch (type.kind) {
    case Kind::level:
    case Kind::return_:
    case Kind::indicator: return;
    default:
      call.refuse(2, ErrorCode::formula_kind,
                  fmt::format("{} is {}: its sum over a period means nothing", call.quoted(0),
                              kind_in_words(type.kind)),
                  "write mean or last");
  }
}

}  // namespace

Bound bind_resample(const BoundCall& call) {
  auto result = call.series(0);
  const auto target = call.node(1).frequency;
  if (target < result.type.frequency)
    call.refuse(1, ErrorCode::formula_frequency,
                fmt::format("{} is {}: a {} figure cannot be made of it", call.quoted(0),
                            to_string(result.type.frequency), to_string(target)),
                fmt::format("bring the other series to one figure a {}: resample(other, {}, mean)",
                            frequency_word(result.type.frequency), frequency_word(result.type.frequency)));
  const auto how = call.node(2).reduction;
  if (how == Reduction::sum) check_sums(call, result.type);
  const bool changes = target != result.type.frequency;
  result.type.frequency = target;
  // The mean, last or first of a quarter's monthly returns is no return of the quarter.
  if (result.type.kind == Kind::return_ && changes && how != Reduction::sum) result.overlapping = true;
  if (result.type.kind == Kind::indicator && how == Reduction::mean)
    return with_kind(result, Kind::ratio, "ratio");
  if (result.type.kind == Kind::indicator && how == Reduction::sum) return with_kind(result, Kind::level, "");
  return result;
}

Bound bind_fill(const BoundCall& call) {
  const auto& result = call.series(0);
  if (call.has(1)) call.check_duration(1, result.type.frequency);
  return result;
}

Bound bind_splice(const BoundCall& call) {
  call.series(0);
  call.series(1);
  return folded(call, 0, blend_types);
}

Bound bind_published(const BoundCall& call) { return call.series(0); }

Bound bind_carry(const BoundCall& call) {
  auto result = call.series(0);
  const auto frequency = call.series(1).type.frequency;
  if (result.type.kind == Kind::return_ && frequency != result.type.frequency) result.overlapping = true;
  result.type.frequency = frequency;
  return result;
}

Bound bind_bey(const BoundCall& call) {
  const auto& bound = call.series(0);
  if (bound.type.kind != Kind::rate || bound.type.unit != "percent")
    call.refuse(
        0, ErrorCode::formula_kind,
        fmt::format("`bey` turns the discount rate of a 3-month bill, in percent, into a yield; {} is {} {}",
                    call.quoted(0), kind_in_words(bound.type.kind), unit_in_words(bound.type.unit)),
        "give it the bill's rate, such as bey(rates.tb3ms)");
  return bound;
}

}  // namespace rerate
