"""Weights of `keys.features`, learned by `training/keys/train.py`."""

SAME_WEIGHTS = (-5.1690, 14.6250, 4.6571, 0.4876, 2.5232, 2.5458, -1.1190, 5.5740)
NEAR_WEIGHTS = (-4.6657, 13.4319, 1.3288, 0.3190, -0.5894, 2.4902, -0.8953, 4.3980, 3.0835, 3.3122)
