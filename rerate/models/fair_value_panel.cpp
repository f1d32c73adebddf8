#include "rerate/models/fair_value_panel.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "rerate/base/elementary.h"
#include "rerate/models/estimation_words.h"
#include "rerate/models/periods_a_year.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

void check_frequency(const Series& series, Frequency wanted, const Place& place) {
  if (series.type.frequency == wanted) return;
  refuse(ErrorCode::event_frequency,
         fmt::format("price and its drivers must have one frequency, but the price is {} and `{}` {}",
                     to_string(wanted), series.name, to_string(series.type.frequency)),
         {}, place);
}

// Figures of `series` at these periods.
Vector column_at(const Series& series, const std::vector<std::int32_t>& ordinals, const Place& place) {
  Vector column = Vector::Constant(static_cast<Index>(ordinals.size()), kMissing);
  for (std::size_t row = 0; row < ordinals.size(); ++row) {
    const auto at = series.find(ordinals[row]);
    if (!at) continue;
    const double value = series.value[*at];
    if (std::isinf(value))
      refuse(ErrorCode::regression_not_finite,
             fmt::format("`{}` is infinite in {}", series.name, to_string(series.period(*at))), {}, place);
    column[static_cast<Index>(row)] = value;
  }
  return column;
}

struct NewestFigure {
  double value = 0;
  Period period;
};

NewestFigure newest_at(const Series& series, Period now, const Place& place) {
  auto at = series.find_at_or_before(now.ordinal);
  while (at && std::isnan(series.value[*at])) at = *at > 0 ? std::optional(*at - 1) : std::nullopt;
  if (!at)
    refuse(ErrorCode::fair_value_sample,
           fmt::format("`{}` has no figure at or before the valuation in {}", series.name, to_string(now)),
           {}, place);
  return {series.value[*at], series.period(*at)};
}

void warn_if_old(FairValuePanel& panel, const std::string& name, Period newest) {
  const Period now = panel.period(panel.now);
  const int age = now.ordinal - newest.ordinal;
  if (age <= periods_a_year(panel.frequency)) return;
  panel.warnings.push_back(
      fmt::format("The newest figure of `{}` is of {}, {} {} before the valuation in {}.", name,
                  to_string(newest), age, periods_in_words(panel.frequency), to_string(now)));
}

void check_positive(const Vector& column, const FairValuePanel& panel, const std::string& name,
                    ErrorCode code, const Place& place) {
  for (Index row = 0; row < column.size(); ++row)
    if (column[row] <= 0)
      refuse(code,
             fmt::format("`{}` must be above zero, but is {} in {}", name, column[row],
                         to_string(panel.period(row))),
             {}, place);
}

// A multiple of a month whose fundamental came out later is one that nobody saw in that month.
void warn_if_unknown(FairValuePanel& panel, const Series& fundamental) {
  int used = 0, early = 0;
  std::size_t example = 0;
  for (Index row = 0; row < panel.rows(); ++row) {
    const auto at = fundamental.find(panel.ordinal[static_cast<std::size_t>(row)]);
    if (!at || std::isnan(panel.log_multiple[row])) continue;
    ++used;
    if (fundamental.first_known(*at) <= last_day(panel.period(row))) continue;
    ++early;
    example = *at;
  }
  if (early == 0) return;
  panel.warnings.push_back(fmt::format(
      "In {} of {} {} the multiple divides by a figure of `{}` that was not known yet: that of {} was first "
      "known on {}. "
      "published({}) is what a reader knew.",
      early, used, periods_in_words(panel.frequency), fundamental.name,
      to_string(fundamental.period(example)), to_string(fundamental.first_known(example)), fundamental.name));
}

void read_price(FairValuePanel& panel, const Series& price) {
  if (!is_regular(price.type.frequency))
    refuse(ErrorCode::event_frequency,
           fmt::format("fair value is worked out by month, quarter or year, but `{}` is {}", price.name,
                       to_string(price.type.frequency)),
           {}, panel.place);
  panel.frequency = price.type.frequency;
  panel.ordinal = price.ordinal;
  panel.price_name = price.name;
  panel.price = column_at(price, panel.ordinal, panel.place);
  check_positive(panel.price, panel, price.name, ErrorCode::event_prices, panel.place);
  for (panel.now = panel.rows() - 1; panel.now >= 0 && std::isnan(panel.price[panel.now]);) --panel.now;
  if (panel.now < 0)
    refuse(ErrorCode::fair_value_sample, fmt::format("`{}` has no price", price.name), {}, panel.place);
}

void read_fundamental(FairValuePanel& panel, const Series& fundamental) {
  check_frequency(fundamental, panel.frequency, panel.place);
  panel.fundamental_name = fundamental.name;
  panel.fundamental = column_at(fundamental, panel.ordinal, panel.place);
  check_positive(panel.fundamental, panel, fundamental.name, ErrorCode::fair_value_fundamental, panel.place);
  const auto newest = newest_at(fundamental, panel.period(panel.now), panel.place);
  if (!(newest.value > 0))
    refuse(ErrorCode::fair_value_fundamental,
           fmt::format("`{}` must be above zero, but is {} in {}", fundamental.name, newest.value,
                       to_string(newest.period)),
           {}, panel.place);
  panel.fundamental_now = newest.value;
  panel.fundamental_age = panel.period(panel.now).ordinal - newest.period.ordinal;
  for (Index row = 0; row < panel.rows(); ++row)
    if (panel.price[row] > 0 && panel.fundamental[row] > 0)
      panel.log_multiple[row] = reproducible_log(panel.price[row] / panel.fundamental[row]);
  warn_if_old(panel, fundamental.name, newest.period);
  warn_if_unknown(panel, fundamental);
}

void calibrate(FairValuePanel& panel, double multiple) {
  if (!(multiple > 0) || std::isinf(multiple))
    refuse(ErrorCode::fair_value_fundamental,
           fmt::format("the multiple of today must be above zero, but is {}", multiple),
           "Give the price over the fundamental, such as 1.27.", panel.place);
  panel.fundamental_now = panel.price_now() / multiple;
}

void read_driver(FairValuePanel& panel, const FairValueDriver& driver, Index column) {
  const Place& place = to_string(driver.place).empty() ? panel.place : driver.place;
  check_frequency(*driver.series, panel.frequency, place);
  panel.names.push_back(driver.name);
  panel.titles.push_back(driver.title.empty() ? driver.name : driver.title);
  panel.units.push_back(driver.series->type.unit);
  panel.places.push_back(place);
  panel.drivers.col(column) = column_at(*driver.series, panel.ordinal, place);
  const Period now = panel.period(panel.now);
  const auto newest = newest_at(*driver.series, now, place);
  if (std::isinf(newest.value))
    refuse(ErrorCode::regression_not_finite,
           fmt::format("`{}` is infinite in {}", driver.name, to_string(newest.period)), {}, place);
  panel.today[column] = newest.value;
  panel.age.push_back(now.ordinal - newest.period.ordinal);
  warn_if_old(panel, driver.name, newest.period);
}

}  // namespace

double FairValuePanel::log_multiple_now() const { return reproducible_log(price_now() / fundamental_now); }

FairValuePanel fair_value_panel(const Series& price, const Series* fundamental,
                                std::optional<double> multiple_given,
                                const std::vector<FairValueDriver>& drivers, const Place& place) {
  RERATE_ASSERT(fundamental || multiple_given, "a panel needs a fundamental or a multiple");
  FairValuePanel panel;
  panel.place = place;
  read_price(panel, price);
  panel.fundamental = panel.log_multiple = Vector::Constant(panel.rows(), kMissing);
  if (fundamental)
    read_fundamental(panel, *fundamental);
  else
    calibrate(panel, *multiple_given);
  const auto count = static_cast<Index>(drivers.size());
  panel.drivers.resize(panel.rows(), count);
  panel.today.resize(count);
  for (Index column = 0; column < count; ++column)
    read_driver(panel, drivers[static_cast<std::size_t>(column)], column);
  return panel;
}

}  // namespace rerate
