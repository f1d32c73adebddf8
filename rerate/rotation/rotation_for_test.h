#pragma once

// Panels of sectors by hand and simulated, that tests of rotations share: a monthly grid from 2000-01 (ordinal 360).

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "rerate/base/random_stream.h"
#include "rerate/rotation/sector_panel.h"
#include "rerate/statistics/distributions.h"

namespace rerate {

inline constexpr std::int32_t kFirstRotationMonth = 360;
inline constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

inline Date rotation_month_end(Index m) {
  return last_day({Frequency::monthly, kFirstRotationMonth + static_cast<std::int32_t>(m)});
}

// Months by sectors of independent normal figures.
inline Matrix noise(std::uint64_t stream, Index rows, Index columns, double scale = 1) {
  const RandomStream random(20250601, stream);
  Matrix figures(rows, columns);
  for (Index i = 0; i < rows; ++i)
    for (Index j = 0; j < columns; ++j)
      figures(i, j) = scale * normal_quantile(random.uniform(static_cast<std::uint64_t>(i * columns + j)));
  return figures;
}

// Prices that begin at 100 and earn row m of `returns` over month m; row 0 is not read.
inline Matrix prices_from(const Matrix& returns) {
  Matrix price = Matrix::Constant(returns.rows(), returns.cols(), 100);
  for (Index m = 1; m < returns.rows(); ++m)
    price.row(m) = price.row(m - 1).array() * (1 + returns.row(m).array());
  return price;
}

// A panel of month-end prices, M x N (NaN: no member); cash earns `cash_return` each month.
inline SectorPanel monthly_panel(const Matrix& price, double cash_return = 0) {
  SectorPanel panel;
  panel.grid = Frequency::monthly;
  panel.price = panel.month_price = price;
  panel.cash.resize(price.rows());
  panel.cash_return = Vector::Constant(price.rows(), cash_return);
  panel.month_return = Matrix::Constant(price.rows(), price.cols(), kNone);
  double cash = 1;
  for (Index m = 0; m < price.rows(); ++m, cash *= 1 + cash_return) {
    panel.day.push_back(rotation_month_end(m));
    panel.month.push_back(kFirstRotationMonth + static_cast<std::int32_t>(m));
    panel.row.push_back(m);
    panel.cash[m] = cash;
    if (m == 0)
      panel.cash_return[m] = kNone;
    else
      panel.month_return.row(m) = price.row(m).array() / price.row(m - 1).array() - 1;
  }
  for (Index i = 0; i < price.cols(); ++i) {
    panel.names.push_back("sector" + std::to_string(i));
    panel.titles.push_back("Sector " + std::to_string(i));
  }
  return panel;
}

// A panel of sectors that earn independent normal returns.
inline SectorPanel simulated_panel(std::uint64_t stream, Index months, Index sectors, double scale = 0.05) {
  return monthly_panel(prices_from(noise(stream, months, sectors, scale)));
}

// The panel as it stood at the end of its month `months` - 1.
inline SectorPanel first_months(const SectorPanel& panel, Index months) {
  auto cut = monthly_panel(panel.price.topRows(months));
  cut.cash = panel.cash.head(months);
  cut.cash_return = panel.cash_return.head(months);
  cut.names = panel.names, cut.titles = panel.titles;
  return cut;
}

// A monthly series: figure i stands at the panel's month `first` + i and is known `lag` days after that month's end.
inline Series monthly_figures(const std::string& name, const std::vector<double>& values, int lag = 0,
                              Index first = 0) {
  Series series;
  series.name = name;
  series.type = {Frequency::monthly, Kind::ratio, "ratio"};
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Index m = first + static_cast<Index>(i);
    series.append(kFirstRotationMonth + static_cast<std::int32_t>(m), values[i],
                  std::isnan(values[i]) ? kAlwaysKnown : rotation_month_end(m) + lag);
  }
  return series;
}

inline std::vector<double> column(const Matrix& figures, Index j) {
  return {figures.col(j).data(), figures.col(j).data() + figures.rows()};
}

}  // namespace rerate
