// Behaviour -> test
//   a number stands for itself, a text is a formula                      -> ReadsNumbersAndFormulas
//   a formula's newest figure counts, missing ones are passed over       -> NewestFigure
//   a formula without a figure is refused at its place                   -> NoFigure
#include "rerate/study/given_figure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace rerate {
namespace {

GivenFigure read(const std::string& text) {
  const auto table = TomlDocument::parse(text, "s.toml", ErrorCode::study_file).root();
  return *read_given_figure(table, "growth");
}

SeriesInputs inputs_with(const std::vector<double>& values) {
  SeriesInputs inputs;
  auto& series = inputs["spf.growth"].series;
  series.type = {Frequency::quarterly, Kind::rate, "percent"};
  for (std::size_t i = 0; i < values.size(); ++i)
    series.append(static_cast<std::int32_t>(i), values[i], make_date(2000, 1, 1));
  return inputs;
}

TEST(GivenFigure, ReadsNumbersAndFormulas) {
  EXPECT_EQ(std::get<double>(read("growth = 5")), 5);
  const auto use = std::get<SeriesUse>(read("growth = \"spf.growth\""));
  EXPECT_EQ(use.formula, "spf.growth");
  EXPECT_EQ(use.role, "growth");
  EXPECT_EQ(to_string(use.place), "s.toml:1:11");
  std::vector<SeriesUse> uses;
  add_use(read("growth = 5"), uses);
  add_use(std::nullopt, uses);
  EXPECT_TRUE(uses.empty());
  add_use(read("growth = \"spf.growth\""), uses);
  EXPECT_EQ(uses.size(), 1u);
  EXPECT_THROW(read("growth = [1]"), UserError);
}

TEST(GivenFigure, NewestFigure) {
  const auto inputs = inputs_with({1, 2, std::nan("")});
  const SectionContext context{make_date(2024, 1, 1), 1, &inputs, {}};
  EXPECT_EQ(figure_of(SeriesUse{"growth", "spf.growth", {}}, context), 2);
  EXPECT_EQ(figure_of(7.5, context), 7.5);
}

TEST(GivenFigure, NoFigure) {
  const auto inputs = inputs_with({std::nan("")});
  const SectionContext context{make_date(2024, 1, 1), 1, &inputs, {}};
  try {
    figure_of(SeriesUse{"growth", "spf.growth", {"s.toml", 3, 4}}, context);
    FAIL();
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::study_as_of);
    EXPECT_EQ(error.failure().place.line, 3);
    EXPECT_THAT(error.failure().what, testing::HasSubstr("as of 2024-01-01"));
  }
}

}  // namespace
}  // namespace rerate
