#include "rerate/rotation/sector_panel.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/business_calendar.h"
#include "rerate/base/number_text.h"
#include "rerate/models/month_end_reading.h"
#include "rerate/rotation/cash_returns.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
// Days by which the last price of a daily grid's last month may come before its last trading day: after special closings.
constexpr int kSpecialClosing = 4;

// "`nodur`", or "`nodur` (index(french.industry_nodur))" when the series is called otherwise.
std::string called(const Sector& sector) {
  const auto name = fmt::format("`{}`", sector.name);
  return sector.price->name.empty() || sector.price->name == sector.name
             ? name
             : fmt::format("{} ({})", name, sector.price->name);
}

void check_kind(const Sector& first, const Sector& sector) {
  const auto own = sector.price->type.kind, other = first.price->type.kind;
  if (own != Kind::price_index && own != Kind::total_return_index)
    refuse(ErrorCode::rotation_kinds,
           fmt::format("sectors must be prices: {} is of kind {}", called(sector), to_string(own)), {},
           sector.place);
  if (own != other)
    refuse(ErrorCode::rotation_kinds,
           fmt::format("sectors must be all with dividends or all without: {} is of kind {}, {} of kind {}",
                       called(first), to_string(other), called(sector), to_string(own)),
           {}, sector.place);
}

void check_frequency(const Sector& first, const Sector& sector) {
  const auto own = sector.price->type.frequency, other = first.price->type.frequency;
  if (own != Frequency::daily && own != Frequency::monthly)
    refuse(ErrorCode::rotation_frequency,
           fmt::format("sectors' prices must be daily or monthly: {} is {}", called(sector), to_string(own)),
           {}, sector.place);
  if (own != other)
    refuse(ErrorCode::rotation_frequency,
           fmt::format("sectors' prices must have one frequency: {} is {}, {} is {}", called(first),
                       to_string(other), called(sector), to_string(own)),
           {}, sector.place);
}

void check_types(const SectorPanelQuestion& question) {
  const auto& sectors = question.sectors;
  if (sectors.size() < 2)
    refuse(ErrorCode::rotation_universe,
           fmt::format("a rotation needs at least 2 sectors: {} given", sectors.size()), {}, question.place);
  for (const auto& sector : sectors) {
    RERATE_ASSERT(sector.price, "a sector without a series of prices");
    check_frequency(sectors.front(), sector);
    check_kind(sectors.front(), sector);
  }
}

// The periods in which a sector has prices, from its first to its last.
struct Life {
  std::int32_t first = 0, last = -1;
  bool holds(std::int32_t ordinal) const { return first <= ordinal && ordinal <= last; }
};

// Periods with a price of any sector, up to the last month that is over, and what months they make.
class Calendar {
 public:
  explicit Calendar(const SectorPanelQuestion& question)
      : frequency_(question.sectors.front().price->type.frequency),
        last_over_(last_month_over(question.as_of)) {
    for (const auto& sector : question.sectors) lives_.push_back(read(*sector.price));
    std::sort(ordinals_.begin(), ordinals_.end());
    ordinals_.erase(std::unique(ordinals_.begin(), ordinals_.end()), ordinals_.end());
    for (std::size_t i = 0; i < ordinals_.size(); ++i) {
      if (months_.empty() || months_.back() != month_of(ordinals_[i])) {
        months_.push_back(month_of(ordinals_[i]));
        ends_.push_back(i);
      }
      ends_.back() = i;
    }
    leave_out_an_unfinished_month();
  }

  Frequency frequency() const { return frequency_; }
  const Life& life(std::size_t sector) const { return lives_[sector]; }
  std::size_t months() const { return months_.size(); }
  std::int32_t month(std::size_t m) const { return months_[m]; }
  std::size_t end(std::size_t m) const { return ends_[m]; }  // position of its last period
  std::int32_t ordinal(std::size_t position) const { return ordinals_[position]; }
  Date day(std::size_t position) const { return last_day({frequency_, ordinals_[position]}); }
  std::int32_t month_of(std::int32_t ordinal) const {
    return frequency_ == Frequency::monthly ? ordinal : period_of(Frequency::monthly, Date{ordinal}).ordinal;
  }

  std::size_t members(std::size_t m) const {
    const auto ordinal = ordinals_[ends_[m]];
    return static_cast<std::size_t>(std::count_if(
        lives_.begin(), lives_.end(), [ordinal](const Life& life) { return life.holds(ordinal); }));
  }

 private:
  Life read(const Series& price) {
    Life life;
    for (std::size_t i = 0; i < price.size() && month_of(price.ordinal[i]) <= last_over_; ++i) {
      if (std::isnan(price.value[i])) continue;
      if (life.last < life.first) life.first = price.ordinal[i];
      life.last = price.ordinal[i];
      ordinals_.push_back(price.ordinal[i]);
    }
    return life;
  }

  // Daily prices may stop in the middle of a month that is long over: its last price is not that of its end.
  void leave_out_an_unfinished_month() {
    if (frequency_ == Frequency::monthly || months_.empty()) return;
    const Date end = on_or_before_trading_day(last_day({Frequency::monthly, months_.back()}));
    if (end - day(ends_.back()) <= kSpecialClosing) return;
    months_.pop_back();
    ends_.pop_back();
  }

  Frequency frequency_;
  std::int32_t last_over_;
  std::vector<Life> lives_;
  std::vector<std::int32_t> ordinals_;
  std::vector<std::int32_t> months_;
  std::vector<std::size_t> ends_;
};

std::string month_text(std::int32_t month) { return to_string(Period{Frequency::monthly, month}); }

// Which months the panel is made of, as positions in the calendar.
struct Months {
  std::size_t first, last;
  std::vector<double> cash;  // returns, by month from first on; empty: nothing is earned
};

std::size_t first_month(const SectorPanelQuestion& question, const Calendar& calendar) {
  const auto since = question.from ? " from " + to_string(*question.from) + " on" : std::string();
  bool any = false;
  for (std::size_t m = 0; m < calendar.months(); ++m) {
    if (question.from && last_day({Frequency::monthly, calendar.month(m)}) < *question.from) continue;
    if (calendar.members(m) >= 2) return m;
    any = true;
  }
  if (any)
    refuse(ErrorCode::rotation_universe,
           fmt::format("no month has prices of two sectors at its end{}", since), {}, question.place);
  refuse(
      ErrorCode::rotation_universe,
      fmt::format("no sector has a price in a month that was over on {}{}", to_string(question.as_of), since),
      {}, question.place);
}

// Months follow one another: with a hole, twelve of them would not be a year.
void check_consecutive(const SectorPanelQuestion& question, const Calendar& calendar, std::size_t first) {
  for (std::size_t m = first + 1; m < calendar.months(); ++m) {
    if (calendar.month(m) == calendar.month(m - 1) + 1) continue;
    const auto before = calendar.ordinal(calendar.end(m - 1));
    Place place = question.place;
    for (std::size_t i = question.sectors.size(); i-- > 0;)
      if (calendar.life(i).holds(before) && calendar.life(i).holds(before + 1))
        place = question.sectors[i].place;
    refuse(ErrorCode::rotation_hole,
           fmt::format("no sector has a price in {}", month_text(calendar.month(m - 1) + 1)), {}, place);
  }
}

// Months are left out at both ends where it is not known what cash earned.
void narrow_to_cash(const SectorPanelQuestion& question, const Calendar& calendar, Months& months) {
  std::vector<std::int32_t> month;
  std::vector<Date> decided;
  for (auto m = months.first; m <= months.last; ++m) {
    month.push_back(calendar.month(m));
    decided.push_back(calendar.day(calendar.end(m)));
  }
  const auto earned = cash_returns(*question.cash, calendar.frequency(), month, decided, question.cash_place);
  if (earned.size() < 2) return;
  const auto known = [](double one) { return !std::isnan(one); };
  const auto begin = std::find_if(earned.begin(), earned.end(), known);
  if (begin == earned.end())
    refuse(ErrorCode::rotation_sample,
           fmt::format("cash has no figure for any month of the sectors, {} to {}: `{}`",
                       month_text(month.front()), month_text(month.back()), question.cash->name),
           {}, question.cash_place);
  const auto end = std::find_if(earned.rbegin(), earned.rend(), known).base();
  if (const auto hole = std::find_if_not(begin, end, known); hole != end)
    refuse(
        ErrorCode::rotation_hole,
        fmt::format("it is not known what cash earned in {}: `{}`",
                    month_text(month[static_cast<std::size_t>(hole - earned.begin())]), question.cash->name),
        {}, question.cash_place);
  months.last = months.first + static_cast<std::size_t>(end - earned.begin()) - 1;
  months.first += static_cast<std::size_t>(begin - earned.begin()) - 1;
  months.cash.assign(begin - 1, end);
}

void fill_grid(const Calendar& calendar, const Months& months, SectorPanel& panel) {
  const auto begin = calendar.end(months.first);
  std::vector<double> cash{1};
  for (auto m = months.first; m <= months.last; ++m) {
    panel.month.push_back(calendar.month(m));
    panel.row.push_back(static_cast<Index>(calendar.end(m) - begin));
    if (m == months.first) continue;
    const auto from = calendar.end(m - 1), to = calendar.end(m);
    const double earned = months.cash.empty() ? 0 : months.cash[m - months.first], before = cash.back();
    for (auto at = from + 1; at <= to; ++at)
      cash.push_back(before *
                     (1 + earned * (static_cast<double>(at - from) / static_cast<double>(to - from))));
  }
  for (auto at = begin; at <= calendar.end(months.last); ++at) panel.day.push_back(calendar.day(at));
  panel.cash = Eigen::Map<const Vector>(cash.data(), static_cast<Index>(cash.size()));
}

void check_cash(const SectorPanelQuestion& question, const SectorPanel& panel) {
  constexpr double kMost = 1e250;
  for (Index at = 0; at < panel.cash.size(); ++at)
    if (!(panel.cash[at] <= kMost && panel.cash[at] >= 1 / kMost))
      refuse(ErrorCode::rotation_prices,
             fmt::format("cash that grows or shrinks beyond all numbers by {}: `{}`",
                         to_string(panel.day[static_cast<std::size_t>(at)]), question.cash->name),
             "Look at the unit of `cash`: a rate is in percent a year.", question.cash_place);
}

void check_price(const Sector& sector, std::size_t at, Date traded) {
  const auto& price = *sector.price;
  if (!(price.value[at] > 0) || std::isinf(price.value[at]))
    refuse(ErrorCode::rotation_prices,
           fmt::format("a price must be above 0: {} is {} on {}", called(sector), shortest(price.value[at]),
                       to_string(price.period(at))),
           {}, sector.place);
  if (price.first_known(at) > traded)
    refuse(ErrorCode::rotation_look_ahead,
           fmt::format("a price that was known later than it is traded at: {} of {} was known on {}, and is "
                       "traded at on {}",
                       called(sector), to_string(price.period(at)), to_string(price.first_known(at)),
                       to_string(traded)),
           "Sectors must be prices of the day itself: do not lag or publish() them.", sector.place);
}

void fill_sector(const Sector& sector, const Life& life, const Calendar& calendar, std::size_t begin,
                 SectorPanel& panel, Index column) {
  const auto& price = *sector.price;
  std::size_t at = 0;
  for (Index g = 0; g < panel.price.rows(); ++g) {
    const auto ordinal = calendar.ordinal(begin + static_cast<std::size_t>(g));
    if (!life.holds(ordinal)) continue;
    while (price.ordinal[at] < ordinal) ++at;  // a life ends at a price
    if (price.ordinal[at] != ordinal || std::isnan(price.value[at]))
      refuse(ErrorCode::rotation_hole,
             fmt::format("{} has no price on {}, but before and after, and others have one then",
                         called(sector), to_string(Period{calendar.frequency(), ordinal})),
             {}, sector.place);
    check_price(sector, at, panel.day[static_cast<std::size_t>(g)]);
    panel.price(g, column) = price.value[at];
  }
}

void fill_months(SectorPanel& panel, const std::vector<double>& cash) {
  const auto months = static_cast<Index>(panel.month.size());
  panel.month_price.resize(months, panel.price.cols());
  panel.month_return = Matrix::Constant(months, panel.price.cols(), kMissing);
  panel.cash_return = Vector::Zero(months);
  for (Index m = 0; m < months; ++m) {
    panel.month_price.row(m) = panel.price.row(panel.row[static_cast<std::size_t>(m)]);
    if (!cash.empty()) panel.cash_return[m] = cash[static_cast<std::size_t>(m)];
    if (m > 0)
      panel.month_return.row(m) = panel.month_price.row(m).array() / panel.month_price.row(m - 1).array() - 1;
  }
  panel.cash_return[0] = kMissing;
}

}  // namespace

bool SectorPanel::member(Index m, Index i) const { return !std::isnan(month_price(m, i)); }

Index SectorPanel::members(Index m) const {
  Index count = 0;
  for (Index i = 0; i < sectors(); ++i) count += member(m, i) ? 1 : 0;
  return count;
}

SectorPanel sector_panel(const SectorPanelQuestion& question) {
  check_types(question);
  const Calendar calendar(question);
  Months months{first_month(question, calendar), calendar.months() - 1, {}};
  check_consecutive(question, calendar, months.first);
  if (question.cash) narrow_to_cash(question, calendar, months);

  SectorPanel panel;
  panel.grid = calendar.frequency();
  fill_grid(calendar, months, panel);
  check_cash(question, panel);
  const auto sectors = static_cast<Index>(question.sectors.size());
  panel.price = Matrix::Constant(static_cast<Index>(panel.day.size()), sectors, kMissing);
  for (Index i = 0; i < sectors; ++i) {
    const auto& sector = question.sectors[static_cast<std::size_t>(i)];
    panel.names.push_back(sector.name);
    panel.titles.push_back(sector.title);
    fill_sector(sector, calendar.life(static_cast<std::size_t>(i)), calendar, calendar.end(months.first),
                panel, i);
  }
  fill_months(panel, months.cash);
  return panel;
}

}  // namespace rerate
