#include "rerate/formula/elementwise.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "rerate/base/elementary.h"
#include "rerate/base/number_text.h"
#include "rerate/formula/alignment.h"
#include "rerate/formula/existence.h"

namespace rerate {
namespace {

struct Complaint {
  std::string what, mend;
};

using Row = std::span<const double>;

Complaint too_large(Row) { return {"the result is too large", "scale the series down first"}; }

// One row of arguments at a time, out of series and numbers.
class Rows {
 public:
  explicit Rows(const EvaluatedCall& call) : numbers_(call.count()), columns_(call.count(), nullptr) {
    std::vector<const Series*> series;
    for (std::size_t k = 0; k < call.count(); ++k) {
      const auto& value = call.value(k);
      if (value.is_number()) {
        numbers_[k] = value.number();
      } else {
        columns_[k] = &value.series();
        series.push_back(&value.series());
      }
    }
    if (!series.empty()) alignment_.emplace(series);
    first_ = series.empty() ? nullptr : series[0];
  }

  bool only_numbers() const { return first_ == nullptr; }
  std::size_t size() const { return alignment_->size(); }
  std::int32_t ordinal(std::size_t i) const { return first_->ordinal[alignment_->row(0, i)]; }
  const std::vector<double>& numbers() const { return numbers_; }

  // When each row exists in all of the series.
  std::vector<Date> existence() const {
    std::vector<Date> latest(size(), kAlwaysKnown);
    std::size_t which = 0;
    for (const auto* column : columns_) {
      if (!column) continue;
      const auto exists = existence_of_rows(*column);
      for (std::size_t i = 0; i < size(); ++i)
        latest[i] = std::max(latest[i], exists[alignment_->row(which, i)]);
      ++which;
    }
    return latest;
  }

  void read(std::size_t i, std::span<double> values, std::span<Date> known) const {
    std::size_t which = 0;
    for (std::size_t k = 0; k < columns_.size(); ++k) {
      if (!columns_[k]) {
        values[k] = numbers_[k];
        continue;
      }
      const auto row = alignment_->row(which++, i);
      values[k] = columns_[k]->value[row];
      known[k] = columns_[k]->known_at[row];
    }
  }

 private:
  std::vector<double> numbers_;
  std::vector<const Series*> columns_;  // null where a number stands
  std::optional<Alignment> alignment_;
  const Series* first_ = nullptr;
};

// operation(row, known) -> the figure, and sets known to the latest that it read; not finite (with finite
// arguments) where it is not defined; then complain(row) says why.
template <class Operation, class Complain>
Value map_selected_rows(const EvaluatedCall& call, Operation operation, Complain complain) {
  const Rows rows(call);
  std::vector<double> row(call.count());
  std::vector<Date> known(call.count(), kAlwaysKnown);
  if (rows.only_numbers()) {
    Date ignored = kAlwaysKnown;
    const double result = operation(Row(rows.numbers()), std::span<const Date>(known), ignored);
    if (std::isfinite(result)) return Value(result);
    auto complaint = complain(Row(rows.numbers()));
    call.refuse_value(std::move(complaint.what), std::move(complaint.mend));
  }
  auto result = call.empty_result(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows.read(i, row, known);
    Date latest = kAlwaysKnown;
    const double value = operation(Row(row), std::span<const Date>(known), latest);
    if (std::isfinite(value)) {
      result.append(rows.ordinal(i), value, latest);
    } else if (std::any_of(row.begin(), row.end(), [](double x) { return std::isnan(x); })) {
      result.append(rows.ordinal(i), kMissing, kAlwaysKnown);
    } else {
      auto complaint = complain(Row(row));
      call.refuse_value(complaint.what, {result.type.frequency, rows.ordinal(i)}, std::move(complaint.mend));
    }
  }
  return Value(std::move(result));
}

// The same for operations that read every argument: one missing argument makes a missing figure.
template <class Operation, class Complain>
Value map_rows(const EvaluatedCall& call, Operation operation, Complain complain) {
  const auto strict = [&](Row row, std::span<const Date> known, Date& latest) {
    for (double x : row)
      if (std::isnan(x)) return kMissing;
    latest = *std::max_element(known.begin(), known.end());
    return static_cast<double>(operation(row));
  };
  return map_selected_rows(call, strict, complain);
}

template <class Operation>
Value map_rows(const EvaluatedCall& call, Operation operation) {
  return map_rows(call, operation, too_large);
}

// The branch that is not chosen must still have the period, missing or not.
Series known_once_all_exist(const EvaluatedCall& call, Series result) {
  const auto exists = Rows(call).existence();
  for (std::size_t i = 0; i < result.size(); ++i)
    if (!std::isnan(result.value[i])) result.known_at[i] = std::max(result.known_at[i], exists[i]);
  return result;
}

Complaint zero_division(Row row) {
  if (row[1] != 0) return too_large(row);
  return {"division by zero", "keep the divisor off zero, e.g. divide by max(x, 0.01)"};
}

Complaint bad_power(Row row) {
  if (row[0] == 0 && row[1] < 0)
    return {"zero to a negative power", "keep the base off zero, e.g. with max(x, 0.01)"};
  if (row[0] < 0 && row[1] != std::trunc(row[1]))
    return {fmt::format("a fractional power of the negative value {}", shortest(row[0])),
            "keep the base positive, e.g. with max(x, 0)"};
  return too_large(row);
}

Complaint bad_log(Row row) {
  return {fmt::format("log of the non-positive value {}", shortest(row[0])),
          "keep it positive, e.g. log(max(x, 0.01))"};
}

}  // namespace

Value evaluate_binary(const EvaluatedCall& call, Operation operation) {
  switch (operation) {
    case Operation::add: return map_rows(call, [](Row x) { return x[0] + x[1]; });
    case Operation::subtract: return map_rows(call, [](Row x) { return x[0] - x[1]; });
    case Operation::multiply: return map_rows(call, [](Row x) { return x[0] * x[1]; });
    case Operation::divide:
      return map_rows(
          call, [](Row x) { return x[0] / x[1]; }, zero_division);
    case Operation::power:
      return map_rows(
          call, [](Row x) { return reproducible_power(x[0], x[1]); }, bad_power);
    case Operation::less: return map_rows(call, [](Row x) { return x[0] < x[1]; });
    case Operation::less_equal: return map_rows(call, [](Row x) { return x[0] <= x[1]; });
    case Operation::greater: return map_rows(call, [](Row x) { return x[0] > x[1]; });
    case Operation::greater_equal: return map_rows(call, [](Row x) { return x[0] >= x[1]; });
    case Operation::equal: return map_rows(call, [](Row x) { return x[0] == x[1]; });
    case Operation::not_equal: return map_rows(call, [](Row x) { return x[0] != x[1]; });
    case Operation::and_: return map_rows(call, [](Row x) { return x[0] != 0 && x[1] != 0; });
    default: return map_rows(call, [](Row x) { return x[0] != 0 || x[1] != 0; });
  }
}

Value evaluate_negate(const EvaluatedCall& call) {
  return map_rows(call, [](Row x) { return -x[0]; });
}
Value evaluate_not(const EvaluatedCall& call) {
  return map_rows(call, [](Row x) { return x[0] == 0; });
}

Value evaluate_log(EvaluatedCall& call) {
  return map_rows(
      call, [](Row x) { return reproducible_log(x[0]); }, bad_log);
}
Value evaluate_exp(EvaluatedCall& call) {
  return map_rows(call, [](Row x) { return reproducible_exp(x[0]); });
}
Value evaluate_abs(EvaluatedCall& call) {
  return map_rows(call, [](Row x) { return std::abs(x[0]); });
}

Value evaluate_min(EvaluatedCall& call) {
  return map_rows(call, [](Row x) { return *std::min_element(x.begin(), x.end()); });
}

Value evaluate_max(EvaluatedCall& call) {
  return map_rows(call, [](Row x) { return *std::max_element(x.begin(), x.end()); });
}

Value evaluate_mean(EvaluatedCall& call) {
  return map_rows(
      call, [](Row x) { return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size()); });
}

Value evaluate_sum(EvaluatedCall& call) {
  return map_rows(call, [](Row x) { return std::accumulate(x.begin(), x.end(), 0.0); });
}

Value evaluate_clip(EvaluatedCall& call) {
  const auto clipped = [](Row x) { return x[1] > x[2] ? kMissing : std::min(std::max(x[0], x[1]), x[2]); };
  return map_rows(call, clipped, [](Row x) {
    return Complaint{
        fmt::format("`clip` from {} to {}: the lower end is above the upper", shortest(x[1]), shortest(x[2])),
        "give the lower end first"};
  });
}

Value evaluate_when(EvaluatedCall& call) {
  const auto chosen = [](Row row, std::span<const Date> known, Date& latest) {
    if (std::isnan(row[0])) return kMissing;
    const std::size_t branch = row[0] != 0 ? 1 : 2;
    latest = std::max(known[0], known[branch]);
    return row[branch];
  };
  auto result = map_selected_rows(call, chosen, too_large);
  if (result.is_number()) return result;
  return Value(known_once_all_exist(call, result.take_series()));
}

// Domain: bond-equivalent yield of a bill with 91 days to run, from its discount rate d in percent:
// 365 d / (360 - 91 d / 100) (US Treasury convention for bills of half a year and less).
Value evaluate_bey(EvaluatedCall& call) {
  const auto yield = [](Row x) {
    const double price = 360 - 91 * x[0] / 100;  // 360 times the price of a bill that pays 1
    return price > 0 ? 365 * x[0] / price : kMissing;
  };
  return map_rows(call, yield, [](Row x) {
    return Complaint{fmt::format("a discount rate of {} percent leaves the bill no price", shortest(x[0])),
                     "give the bill's rate in percent"};
  });
}

}  // namespace rerate
