#include "rerate/rotation/history_signal.h"

#include <cmath>
#include <limits>

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

class ExpandingMoments {
 public:
  void add(double x) {
    if (std::isnan(x)) return;
    count_ += 1;
    const double step = x - mean_;
    mean_ += step / count_;
    squares_ += step * (x - mean_);
  }
  double z(double x, int first) const {
    if (count_ < first || !(squares_ > 0)) return kMissing;
    return (x - mean_) / std::sqrt(squares_ / (count_ - 1));
  }

 private:
  double count_ = 0, mean_ = 0, squares_ = 0;
};

std::vector<double> expanding_z(const PanelFigures& figures, int first) {
  ExpandingMoments moments;
  for (const double x : figures.before) moments.add(x);
  std::vector<double> z;
  for (const double x : figures.figure) {
    moments.add(x);
    z.push_back(moments.z(x, first));
  }
  return z;
}

// Column i from what `by_month` makes of sector i's figures.
template <class ByMonth>
Matrix by_sector(const SectorPanel& panel, const SignalDefinition& signal, ByMonth&& by_month) {
  Matrix rows = Matrix::Constant(panel.months(), panel.sectors(), kMissing);
  const auto figures = sector_figures(panel, signal);
  for (Index i = 0; i < panel.sectors(); ++i) {
    const auto* own = figures[static_cast<std::size_t>(i)].get();
    if (!own) continue;
    const std::vector<double> column = by_month(*own);
    for (Index m = 0; m < panel.months(); ++m)
      if (const Index read = month_read(*own, m); read >= 0)
        rows(m, i) = column[static_cast<std::size_t>(read)];
  }
  return rows;
}

}  // namespace

std::vector<std::unique_ptr<PanelFigures>> sector_figures(const SectorPanel& panel,
                                                          const SignalDefinition& signal) {
  RERATE_ASSERT(static_cast<Index>(signal.figures.size()) == panel.sectors(), "figures by sector");
  std::vector<std::unique_ptr<PanelFigures>> figures;
  for (std::size_t i = 0; i < signal.figures.size(); ++i) {
    const auto& place = i < signal.figure_places.size() ? signal.figure_places[i] : signal.place;
    figures.push_back(signal.figures[i] ? std::make_unique<PanelFigures>(
                                              panel_figures(panel, *signal.figures[i], signal.name, place))
                                        : nullptr);
  }
  return figures;
}

Matrix figures_signal(const SectorPanel& panel, const SignalDefinition& signal) {
  return by_sector(panel, signal, [](const PanelFigures& own) { return own.figure; });
}

Matrix own_history_signal(const SectorPanel& panel, const SignalDefinition& signal) {
  return by_sector(panel, signal, [&](const PanelFigures& own) { return expanding_z(own, signal.first); });
}

double own_history_of_draw(const PanelFigures& figures, Index newest, std::span<const std::uint32_t> drawn) {
  double count = 0, sum = 0, squares = 0;
  const auto each = [&](auto&& take) {
    for (const double x : figures.before)
      if (!std::isnan(x)) take(x);
    for (const auto month : drawn)
      if (const double x = figures.figure[month]; static_cast<Index>(month) <= newest && !std::isnan(x))
        take(x);
  };
  each([&](double x) { count += 1, sum += x; });
  const double mean = sum / count;
  each([&](double x) { squares += (x - mean) * (x - mean); });
  return squares > 0 ? (figures.at(newest) - mean) / std::sqrt(squares / (count - 1)) : kMissing;
}

Index month_read(const PanelFigures& figures, Index m) {
  return figures.late[static_cast<std::size_t>(m)] ? m - 1 : m;
}

}  // namespace rerate
