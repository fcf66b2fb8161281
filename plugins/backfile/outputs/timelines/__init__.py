"""The timelines of terms and running stories, and what each partner had at each hour of a day."""
